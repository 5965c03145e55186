package letter

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// blocks begin on a line of their own.
var blocks = map[string]bool{"p": true, "div": true, "br": true, "tr": true, "li": true, "ul": true, "ol": true, "table": true,
	"h1": true, "h2": true, "h3": true, "h4": true, "pre": true, "hr": true, "blockquote": true, "section": true, "article": true}

// unseen hold no words of a person.
var unseen = map[string]bool{"script": true, "style": true, "head": true, "title": true, "template": true, "noscript": true, "svg": true, "object": true, "iframe": true, "textarea": true, "select": true}

// plainOf is a page as plain text; nothing of it but words remains. What is
// quoted is marked as mail programs mark it.
func plainOf(page string) string {
	p := plainer{}
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return p.text()
		case html.TextToken:
			p.write(string(z.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			p.begin(string(name))
		case html.EndTagToken:
			name, _ := z.TagName()
			p.end(string(name))
		}
	}
}

type plainer struct {
	lines  []string
	line   strings.Builder
	hidden map[string]int
	quoted int
}

func (p *plainer) begin(tag string) {
	if unseen[tag] {
		if p.hidden == nil {
			p.hidden = map[string]int{}
		}
		p.hidden[tag]++
	}
	if blocks[tag] {
		p.newLine()
	}
	if tag == "p" && len(p.lines) > 0 {
		p.lines = append(p.lines, "")
	}
	switch tag {
	case "blockquote":
		p.quoted++
	case "li":
		p.line.WriteString("– ")
	case "body":
		p.hidden = nil // a head that never ended
	}
}

func (p *plainer) end(tag string) {
	if p.hidden[tag] > 0 {
		if p.hidden[tag]--; p.hidden[tag] == 0 {
			delete(p.hidden, tag)
		}
	}
	if blocks[tag] && tag != "br" {
		p.newLine()
	}
	if tag == "blockquote" && p.quoted > 0 {
		p.quoted--
	}
}

func (p *plainer) write(s string) {
	if len(p.hidden) > 0 {
		return
	}
	said := strings.Join(strings.Fields(s), " ")
	if said == "" {
		if s != "" && p.line.Len() > 0 {
			p.space()
		}
		return
	}
	if strings.TrimLeftFunc(s, unicode.IsSpace) != s {
		p.space()
	}
	p.line.WriteString(said)
	if strings.TrimRightFunc(s, unicode.IsSpace) != s {
		p.space()
	}
}

func (p *plainer) space() {
	if p.line.Len() > 0 && !strings.HasSuffix(p.line.String(), " ") {
		p.line.WriteByte(' ')
	}
}

func (p *plainer) newLine() {
	said := strings.TrimSpace(p.line.String())
	p.line.Reset()
	if said == "" {
		return
	}
	if p.quoted > 0 {
		said = "> " + said
	}
	p.lines = append(p.lines, said)
}

func (p *plainer) text() string {
	p.newLine()
	return strings.Join(p.lines, "\n")
}
