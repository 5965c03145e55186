package forward

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"

	"mahalle/internal/platform/i18n"
)

// node is a piece of an answer, whether it came as XML or as JSON.
type node struct {
	name string
	text string
	kids []*node
	list bool // of JSON: [ … ]
}

var errGarbage = errors.New("forward: the answer is neither the XML nor the JSON of Open311")

const deepest = 24 // elements within one another

// parse reads an answer. Its own word for the letters it is written in is
// believed; letters that are none are replaced.
func parse(body []byte, charset string) (*node, error) {
	body = bytes.TrimPrefix(bytes.TrimSpace(body), []byte("\ufeff"))
	if len(body) == 0 {
		return nil, errGarbage
	}
	if body[0] == '<' {
		return parseXML(body, charset)
	}
	text, err := letters(body, charset)
	if err != nil {
		return nil, err
	}
	return parseJSON(text)
}

// letters are the bytes as UTF-8.
func letters(body []byte, charset string) ([]byte, error) {
	if utf8.Valid(body) {
		return body, nil
	}
	if e, err := htmlindex.Get(charset); err == nil {
		if decoded, err := e.NewDecoder().Bytes(body); err == nil {
			return decoded, nil
		}
	}
	return bytes.ToValidUTF8(body, []byte("�")), nil
}

func parseXML(body []byte, charset string) (*node, error) {
	if utf8.Valid(body) {
		charset = "utf-8" // whatever it says of itself
	}
	d := xml.NewDecoder(bytes.NewReader(body))
	d.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
		if charset == "utf-8" {
			return in, nil
		}
		e, err := htmlindex.Get(label)
		if err != nil {
			return nil, err
		}
		return e.NewDecoder().Reader(in), nil
	}
	if !utf8.Valid(body) && !bytes.Contains(body[:min(len(body), 200)], []byte("encoding")) {
		text, err := letters(body, charset)
		if err != nil {
			return nil, err
		}
		d = xml.NewDecoder(bytes.NewReader(text))
	}
	root := &node{}
	stack := []*node{root}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errors.Join(errGarbage, err)
		}
		top := stack[len(stack)-1]
		switch t := token.(type) {
		case xml.StartElement:
			if len(stack) > deepest {
				return nil, errGarbage
			}
			n := &node{name: t.Name.Local}
			top.kids, stack = append(top.kids, n), append(stack, n)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			top.text += string(t)
		}
	}
	if len(root.kids) != 1 {
		return nil, errGarbage
	}
	return root.kids[0], nil
}

func parseJSON(body []byte) (*node, error) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, errors.Join(errGarbage, err)
	}
	n := nodeOf("", v, 0)
	if n == nil || len(n.kids) == 0 && !n.list {
		return nil, errGarbage
	}
	return n, nil
}

func nodeOf(name string, v any, depth int) *node {
	n := &node{name: name}
	if depth > deepest {
		return n
	}
	switch v := v.(type) {
	case map[string]any:
		for k, inner := range v {
			n.kids = append(n.kids, nodeOf(k, inner, depth+1))
		}
		slices.SortStableFunc(n.kids, func(a, b *node) int { return strings.Compare(a.name, b.name) })
	case []any:
		n.list = true
		for _, inner := range v {
			n.kids = append(n.kids, nodeOf("", inner, depth+1))
		}
	case string:
		n.text = v
	case json.Number:
		n.text = v.String()
	case bool:
		n.text = map[bool]string{true: "true", false: "false"}[v]
	}
	return n
}

// get is the text of a child, in one form; empty when there is none.
func (n *node) get(name string) string {
	if kid := n.kid(name); kid != nil {
		return strings.TrimSpace(i18n.CleanText(kid.text))
	}
	return ""
}

func (n *node) kid(name string) *node {
	for _, kid := range n.kids {
		if kid.name == name {
			return kid
		}
	}
	return nil
}

// rows are all pieces that have a child of a name, wherever they stand.
func (n *node) rows(name string) []*node {
	if n.kid(name) != nil {
		return []*node{n}
	}
	var all []*node
	for _, kid := range n.kids {
		all = append(all, kid.rows(name)...)
	}
	return all
}

// containers are the outermost elements that an answer may have.
var containers = []string{"services", "service_requests", "requests", "service_request_updates", "request_updates", "service_definition", "discovery", "errors"}

// proper reports whether this is an answer of Open311, though perhaps an empty
// one: a web page is none.
func (n *node) proper() bool {
	if n.name != "" {
		return slices.Contains(containers, n.name)
	}
	return n.list || slices.ContainsFunc(n.kids, func(k *node) bool {
		return slices.Contains(containers, k.name) || k.name == "service_code" || k.name == "endpoints" || k.name == "attributes" || k.name == "service_request_id" || k.name == "description"
	})
}

// complaint is what a refusal says, in their words.
func (n *node) complaint() string {
	var all []string
	for _, e := range n.rows("description") {
		if said := e.get("description"); said != "" && !slices.Contains(all, said) {
			all = append(all, said)
		}
	}
	return short(strings.Join(all, " · "), 300)
}
