package mail

import (
	_ "embed"
	"html/template"
	"regexp"
	"strings"

	"mahalle/internal/city"
)

//go:embed letter.html
var pageSource string

var page = template.Must(template.New("letter").Parse(pageSource))

type pageData struct {
	Lang, Dir, Subject string
	Paragraphs         [][]line
}

func (l Letter) page() pageData {
	dir := l.Dir
	if dir == "" {
		dir = "ltr"
		if l.Lang == city.Persian {
			dir = "rtl"
		}
	}
	return pageData{string(l.Lang), dir, oneLine(l.Subject), paragraphs(l.Text)}
}

// line is a row of words and links.
type line []piece

type piece struct{ Text, Link string }

// paragraphs finds the lines and links of a plain text.
func paragraphs(text string) (all [][]line) {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	for _, p := range emptyLines.Split(strings.TrimSpace(text), -1) {
		var lines []line
		for l := range strings.SplitSeq(p, "\n") {
			lines = append(lines, pieces(l))
		}
		all = append(all, lines)
	}
	return all
}

var (
	emptyLines = regexp.MustCompile(`\n\s*\n`)
	links      = regexp.MustCompile(`https?://[^\s<>"«»]*[^\s<>"«».,;:!?)\]،؛؟]`)
)

func pieces(s string) (all line) {
	rest := 0
	for _, at := range links.FindAllStringIndex(s, -1) {
		all = append(all, piece{Text: s[rest:at[0]]}, piece{Link: s[at[0]:at[1]]})
		rest = at[1]
	}
	return append(all, piece{Text: s[rest:]})
}
