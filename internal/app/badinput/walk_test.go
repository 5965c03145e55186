package badinput

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// visitor walks through the city as one role.
type visitor struct {
	t    *testing.T
	base string
	role string
	c    *http.Client
}

func (h *house) comes(role string) *visitor {
	h.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		h.t.Fatal(err)
	}
	v := &visitor{h.t, h.base, role, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	if role != "" {
		if status, _ := v.get("/demo/as/" + role); status != http.StatusSeeOther {
			h.t.Fatalf("nobody can be %s: %d", role, status)
		}
	}
	return v
}

// get is the page at an address, or the address that it leads to.
func (v *visitor) get(at string) (status int, page string) {
	v.t.Helper()
	answer, err := v.c.Get(v.base + at)
	if err != nil {
		v.t.Fatal(err)
	}
	defer answer.Body.Close()
	if to := answer.Header.Get("Location"); to != "" {
		return answer.StatusCode, to
	}
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

// form is a form as somebody found it.
type form struct {
	route, role, action string
	fields              []field
}

type field struct {
	name, value string
	typed       bool // in words, by hand
	file        bool
	most        string // how many letters it says it takes
}

// mostOf is how many addresses of one pattern are worth a visit: lists lead to
// many requests in many states.
var mostOf = map[string]int{"GET /staff/requests": 25, "GET /staff/requests/{number}": 90, "GET /staff/mailroom": 8, "GET /staff/mailroom/{id}": 12, "GET /r/{number}": 12, "GET /r/{number}/verify": 12, "GET /staff/agencies/{unit}": 9, "GET /agency": 12, "GET /agency/{number}": 12, "GET /report": 12, "GET /staff/hooks/{hook}": 14, "GET /staff/partners/{partner}": 14}

const mostOthers = 3

// walk follows every link from the given pages on and gathers the forms that
// the house does not know yet.
func (h *house) walk(v *visitor, from ...string) {
	h.t.Helper()
	seen, count := map[string]bool{}, map[string]int{}
	for len(from) > 0 {
		at := from[0]
		from = from[1:]
		pattern := h.pattern(http.MethodGet, at)
		most := mostOf[pattern]
		if most == 0 {
			most = mostOthers
		}
		if pattern == "" || seen[at] || count[pattern] >= most || strings.HasPrefix(at, "/demo/as/") || strings.HasPrefix(at, "/static/") {
			continue
		}
		seen[at] = true
		status, page := v.get(at)
		if status == http.StatusSeeOther {
			from = append(from, page)
		}
		if status >= 500 {
			h.t.Errorf("%s: GET %s answered %d", v.role, at, status)
		}
		if status != http.StatusOK || !strings.Contains(page, "<html") {
			continue
		}
		count[pattern]++
		links, forms := read(h.t, at, page)
		from = append(from, links...)
		for _, f := range forms {
			f.role, f.route = v.role, h.pattern(http.MethodPost, f.action)
			if f.route != "" && len(h.forms[f.route]) < instances {
				h.forms[f.route] = append(h.forms[f.route], f)
			}
		}
	}
}

// instances is how many forms of one route are kept: a request that one form
// has closed needs no second answer, and the next is sent to another.
const instances = 12

// read gives the links and the forms of a page.
func read(t *testing.T, at, page string) (links []string, forms []form) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	here, err := url.Parse(at)
	if err != nil {
		t.Fatal(err)
	}
	to := func(href string) string {
		u, err := here.Parse(href)
		if err != nil || u.Host != "" && u.Host != here.Host {
			return ""
		}
		u.Fragment = ""
		return u.RequestURI()
	}
	byID := map[string]int{}
	var in func(n *html.Node, f *form)
	in = func(n *html.Node, f *form) {
		switch n.Data {
		case "a":
			if href := attr(n, "href"); href != "" && n.Type == html.ElementNode {
				links = append(links, to(href))
			}
		case "form":
			if strings.EqualFold(attr(n, "method"), "post") {
				forms = append(forms, form{action: to(attr(n, "action"))})
				if id := attr(n, "id"); id != "" {
					byID[id] = len(forms) - 1
				}
				mine := &forms[len(forms)-1]
				whole := form{action: mine.action}
				for c := n.FirstChild; c != nil; c = c.NextSibling {
					in(c, &whole)
				}
				forms[len(forms)-1] = whole
				return
			}
		case "input", "select", "textarea":
			if f != nil {
				f.take(n)
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			in(c, f)
		}
	}
	in(root, nil)
	return links, forms
}

func (f *form) take(n *html.Node) {
	one := field{name: attr(n, "name"), value: attr(n, "value"), most: attr(n, "maxlength")}
	if one.name == "" {
		return
	}
	switch kind := attr(n, "type"); {
	case n.Data == "textarea":
		one.typed, one.value = true, text(n)
	case n.Data == "select":
		one.value = option(n)
	case kind == "file":
		one.file = true
	case kind == "radio" || kind == "checkbox":
	case kind != "hidden" && kind != "submit" && kind != "password":
		one.typed = true
	}
	for _, had := range f.fields {
		if had.name == one.name { // the first of several
			return
		}
	}
	f.fields = append(f.fields, one)
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func text(n *html.Node) string {
	if n.FirstChild == nil {
		return ""
	}
	return n.FirstChild.Data
}

// option is the last choice of a list: the first often is none at all.
func option(n *html.Node) (value string) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Data == "option" {
			value = attr(c, "value")
		} else if v := option(c); v != "" {
			value = v
		}
	}
	return value
}
