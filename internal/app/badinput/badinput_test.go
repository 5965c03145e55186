package badinput

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"mahalle/internal/app"
)

// house is a living city and what its addresses take.
type house struct {
	t     *testing.T
	base  string
	mux   *http.ServeMux
	posts []string // every pattern that takes something
	forms map[string][]form
}

// withoutForm are what programs and scripts send, with the fields they know of,
// and who sends it.
var withoutForm = map[string]form{
	"POST /staff/requests.json":                           {role: "clerk", action: "/staff/requests.json", fields: named("key", "kind", "subject", "text", "description", "district", "phone", "email", "name", "where")},
	"POST /staff/requests/gather":                         {role: "clerk", action: "/staff/requests/gather", fields: named("key", "list", "number", "lead")},
	"POST /staff/requests/take-out":                       {role: "clerk", action: "/staff/requests/take-out?number=MNS-26-000001-X", fields: named("number", "list")},
	"POST /staff/requests/{number}/join":                  {role: "clerk", action: "/staff/requests/MNS-26-000001-X/join", fields: named("key", "phone", "email", "name")},
	"POST /staff/requests/filters/{id}/forget":            {role: "clerk", action: "/staff/requests/filters/01a20d88/forget", fields: named("list")},
	"POST /staff/agencies/{unit}/restore/{edition}":       {role: "admin", action: "/staff/agencies/elektrik/restore/1", fields: named("key")},
	"POST /staff/messages/{id}/again":                     {role: "admin", action: "/staff/messages/01a20d88-f6f2-7bca-b8c3-4c95629cf4b4/again", fields: named("key")},
	"POST /staff/people/{id}/sign-out":                    {role: "admin", action: "/staff/people/01a20d88-f6f2-7bca-b8c3-4c95629cf4b4/sign-out", fields: named("key")},
	"POST /staff/mailroom/{id}/back":                      {role: "clerk", action: "/staff/mailroom/01a20d88-f6f2-7bca-b8c3-4c95629cf4b4/back", fields: named("key")},
	"POST /staff/post":                                    {role: "officer", action: "/staff/post", fields: named("post", "back")},
	"POST /staff/routing/rules/versions/{number}/restore": {role: "head", action: "/staff/routing/rules/versions/1/restore", fields: named("revision")},
	"POST /staff/routing/rules/discard":                   {role: "head", action: "/staff/routing/rules/discard", fields: named("revision")},
	"POST /staff/routing/rules/publish":                   {role: "head", action: "/staff/routing/rules/publish", fields: named("revision")},
	"POST /open311/v2/requests.json":                      {action: "/open311/v2/requests.json", fields: open311Fields},
	"POST /open311/v2/requests.xml":                       {action: "/open311/v2/requests.xml", fields: open311Fields},
	"POST /open311/v2/servicerequestupdates.json":         {action: "/open311/v2/servicerequestupdates.json", fields: open311Updates},
	"POST /open311/v2/servicerequestupdates.xml":          {action: "/open311/v2/servicerequestupdates.xml", fields: open311Updates},
	"POST /open311/{rest...}":                             {action: "/open311/elsewhere", fields: open311Fields},
	"POST /staff/mailroom/{id}/attach":                    {role: "clerk", action: "/staff/mailroom/01a20d88-f6f2-7bca-b8c3-4c95629cf4b4/attach", fields: named("key", "number", "as")},
	"POST /staff/routing/rules/lists/{code}":              {role: "head", action: "/staff/routing/rules/lists/okullar", fields: named("revision", "name", "place")},
	"POST /staff/routing/rules/lists/{code}/remove":       {role: "head", action: "/staff/routing/rules/lists/okullar/remove", fields: named("revision")},
	"POST /staff/agencies/{unit}/open311/place":           {role: "admin", action: "/staff/agencies/elektrik/open311/place", fields: named("subject", "code", "service")},
	"POST /staff/agencies/{unit}/open311/remove":          {role: "admin", action: "/staff/agencies/elektrik/open311/remove", fields: named("key")},
	"POST /staff/agencies/{unit}/open311/resume":          {role: "admin", action: "/staff/agencies/elektrik/open311/resume", fields: named("key")},
	"POST /staff/agencies/{unit}/open311/stop":            {role: "admin", action: "/staff/agencies/elektrik/open311/stop", fields: named("key")},
	"POST /staff/agencies/{unit}/open311/test":            {role: "admin", action: "/staff/agencies/elektrik/open311/test", fields: named("key")},
	"POST /staff/personal-data/copy":                      {role: "admin", action: "/staff/personal-data/copy", fields: named("phone", "email", "number", "proof", "as")},
	"POST /staff/personal-data/erase":                     {role: "admin", action: "/staff/personal-data/erase", fields: named("key", "phone", "email", "number", "proof", "what", "reason")},
	"POST /staff/personal-data/kept/{id}/release":         {role: "admin", action: "/staff/personal-data/kept/01a20d88-f6f2-7bca-b8c3-4c95629cf4b4/release", fields: named("key")},
	"POST /staff/subscribe/revoke":                        {role: "clerk", action: "/staff/subscribe/revoke", fields: named("key")},
	"POST /staff/hooks/{hook}/again":                      {role: "admin", action: "/staff/hooks/01a20d88-f6f2-7bca-b8c3-4c95629cf4b4/again", fields: named("news")},
	"POST /staff/account/tokens/{id}/revoke":              {role: "clerk", action: "/staff/account/tokens/01a20d88-f6f2-7bca-b8c3-4c95629cf4b4/revoke", fields: named("key")},
	"POST /staff/routing/rules/undo":                      {role: "head", action: "/staff/routing/rules/undo", fields: named("revision")},
}

// What other systems send by Open311; the demonstration's own key opens to them.
var (
	open311Fields = append(named("service_code", "lat", "long", "address_string", "address_id", "email", "device_id", "account_id", "first_name",
		"last_name", "phone", "description", "media_url", "attribute[where]", "jurisdiction_id"), field{name: "api_key", value: "demo"})
	open311Updates = append(named("service_request_id", "update_id", "updated_datetime", "status", "description", "first_name", "last_name",
		"email", "media_url", "jurisdiction_id"), field{name: "api_key", value: "demo"})
)

// named are hidden fields: nothing of them is shown again.
func named(names ...string) (all []field) {
	for _, n := range names {
		all = append(all, field{name: n})
	}
	return all
}

// roles walk in this order; what one finds the next need not look for.
var roles = []string{"", "clerk", "officer", "manager", "head", "admin", "dispatcher"}

func living(t *testing.T) *house {
	t.Helper()
	a, err := app.Open(context.Background(), app.Options{Folder: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	if _, err := a.Demonstrate(context.Background(), app.Demo{City: "manisa", Requests: 400, Seed: 21, Progress: func(int, int) {}}); err != nil {
		t.Fatal(err)
	}
	pages := made(t, a)
	for range 5 {
		a.Runner.Round(t.Context())
	}
	server := httptest.NewServer(a.Router)
	t.Cleanup(server.Close)
	h := &house{t: t, base: server.URL, mux: http.NewServeMux(), forms: map[string][]form{}}
	for _, r := range a.Router.Routes() {
		h.mux.HandleFunc(r.Pattern, func(http.ResponseWriter, *http.Request) {})
		if strings.HasPrefix(r.Pattern, "POST ") && !strings.HasPrefix(r.Pattern, "POST /api/") { // that door has no forms, and its own test of this
			h.posts = append(h.posts, r.Pattern)
		}
	}
	var numbers []string
	for _, at := range pages {
		if number, ok := strings.CutPrefix(at, "/staff/requests/"); ok {
			numbers = append(numbers, number)
		}
	}
	h.comes("clerk") // a second place in which the clerk is signed in
	h.taken(numbers)
	h.connected()
	for _, role := range roles {
		start := []string{"/", "/r", "/demo/mailbox", "/staff/sign-in", "/report?subject=YL01&district=turgutlu&step=tell", "/report?subject=VT02&district=turgutlu&step=tell", "/requests"}
		start = append(start, pages...)
		if role != "" {
			start = append(pages, "/staff", "/staff/account", "/staff/mailroom?view=aside", "/staff/mailroom?view=machine")
			for _, view := range []string{"open", "mine", "offered", "many", "parts", "reopen", "asked", "sent", "all"} {
				start = append(start, "/staff/requests?view="+view)
			}
		}
		h.walk(h.comes(role), slices.Clone(start)...)
	}
	for _, route := range h.posts {
		if len(h.forms[route]) < instances {
			h.ask(route, numbers)
		}
	}
	for _, part := range []string{"places", "questions", "subjects"} { // asked for by the page itself while one types
		for _, f := range h.forms["POST /staff/requests/new"] {
			f.action += "/" + part
			h.forms["POST /staff/requests/new/"+part] = []form{f}
		}
	}
	return h
}

// pattern is the door an address leads to.
func (h *house) pattern(method, at string) string {
	u, err := url.Parse(at)
	if err != nil || at == "" {
		return ""
	}
	_, pattern := h.mux.Handler(&http.Request{Method: method, URL: u, Host: "x"})
	return pattern
}

// bad is what is put into a field.
var bad = map[string]string{
	"markup":         `<b id="planted">"çukur" & 'چاله'</b><script>alert(1)</script>`,
	"overlong":       strings.Repeat("çukur چاله ", 12_000),
	"not UTF-8":      "\xff\xfe\xc3\x28\xa0\xa1",
	"control signs":  "a\x00b\x07c\u202ed\u2066e\ufefff",
	"another kind":   "-99999999999999999999999999",
	"a path":         "../../../../etc/passwd%00",
	"a query":        `' OR 1=1; DROP TABLE requests_requests; --`,
	"lines":          "one\r\nSet-Cookie: a=b\r\n\r\n<html>",
	"nothing":        "",
	"only spaces":    " \t\u200c\u00a0 ",
	"a wrong number": "MNS-26-999999-A",
	"a wrong day":    "2026-02-31",
	"a wrong digit":  "۱۲٫۵e٣۹",
}

func TestEveryFormBearsWhateverIsSent(t *testing.T) {
	h := living(t)
	tried := 0
	for _, route := range h.posts {
		forms := h.forms[route]
		if one, known := withoutForm[route]; known {
			one.route = route
			forms = append(forms, one)
		}
		if len(forms) == 0 {
			t.Errorf("nobody finds the form of %s: let somebody walk there, or say what a program sends", route)
			continue
		}
		t.Run(strings.ReplaceAll(route, "/", "·"), func(t *testing.T) {
			h.t = t
			for i, s := range forms[0].all() {
				h.send(forms[i%len(forms)].with(s), i)
				tried++
			}
			h.rubbish(forms[0])
		})
	}
	h.t = t
	t.Logf("%d forms were sent to %d addresses", tried, len(h.posts))
}

// spoiled is a form in which some fields hold something bad.
type spoiled struct {
	what  string
	value string
	only  string // the one field; empty: all
}

// all are the ways to spoil a form: one field at a time, then all together.
func (f form) all() (ways []spoiled) {
	kinds := make([]string, 0, len(bad))
	for kind := range bad {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	for i, one := range f.fields {
		for _, kind := range []string{"another kind", "overlong", kinds[i%len(kinds)]} {
			ways = append(ways, spoiled{kind, bad[kind], one.name})
		}
	}
	for _, kind := range kinds {
		ways = append(ways, spoiled{kind, bad[kind], ""})
	}
	return append(ways, spoiled{"nothing at all", "", "-"})
}

// sent is a form on its way.
type sent struct {
	form
	spoiled
}

func (f form) with(s spoiled) sent { return sent{f, s} }

func (s sent) values() url.Values {
	v := url.Values{}
	for _, one := range s.fields {
		switch {
		case s.only == "-" || one.file:
		case s.only == "" || s.only == one.name:
			v.Set(one.name, s.value)
		default:
			v.Set(one.name, one.value)
		}
	}
	return v
}

// body is the form as a browser sends it.
func (s sent) body() (kind string, body io.Reader) {
	if !slices.ContainsFunc(s.fields, func(f field) bool { return f.file }) {
		return "application/x-www-form-urlencoded", strings.NewReader(s.values().Encode())
	}
	buffer := &bytes.Buffer{}
	parts := multipart.NewWriter(buffer)
	for name, values := range s.values() {
		_ = parts.WriteField(name, values[0])
	}
	_ = parts.Close()
	return parts.FormDataContentType(), buffer
}

func (s sent) String() string {
	return fmt.Sprintf("%s as %q, %s in %q", s.action, s.role, s.what, s.only)
}

var langs = []string{"tr", "fa", "en"}

func (h *house) send(s sent, i int) {
	h.t.Helper()
	lang := langs[i%len(langs)]
	at, _ := url.Parse(h.base + s.action)
	q := at.Query()
	q.Set("lang", lang)
	at.RawQuery = q.Encode()
	v := h.comes(s.role)
	kind, body := s.body()
	answer, err := v.c.Post(at.String(), kind, body)
	if err != nil {
		h.t.Fatalf("%v: %v", s, err)
	}
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	if err != nil {
		h.t.Fatalf("%v: %v", s, err)
	}
	h.judge(s, answer, string(page), lang)
}

// right are the answers that may be given to something bad; what was not bad for
// this form was done.
var right = []int{200, 204, 303, 400, 403, 404, 409, 413, 415, 422, 429}

func (h *house) judge(s sent, answer *http.Response, page, lang string) {
	h.t.Helper()
	if !slices.Contains(right, answer.StatusCode) {
		h.t.Errorf("%v: answered %d", s, answer.StatusCode)
	}
	if answer.Header.Get("Set-Cookie") == "a=b" || strings.Contains(page, `<b id="planted">`) || strings.Contains(page, "<script>alert") {
		h.t.Errorf("%v: what was planted grows in the page", s)
	}
	if strings.Contains(page, "⟦") {
		h.t.Errorf("%v: a sentence is missing in %s", s, lang)
	}
	if !strings.Contains(page, "<html") {
		return
	}
	if !strings.Contains(page, `<html lang="`+lang+`"`) {
		h.t.Errorf("%v: asked in %s, answered %s", s, lang, page[:min(len(page), 120)])
	}
	if answer.StatusCode == 422 {
		h.shown(s, page)
	}
}

// unseen are fields that nobody fills by hand: a trap for programs, and the name
// that a browser keeps a password under.
var unseen = map[string]bool{"website": true, "login": true}

// shown wants what was typed on the page that asks for it again.
func (h *house) shown(s sent, page string) {
	h.t.Helper()
	if s.what != "markup" && s.what != "another kind" && s.what != "a query" {
		return
	}
	for _, one := range s.fields {
		if one.typed && !unseen[one.name] && (s.only == "" || s.only == one.name) && !strings.Contains(page, html.EscapeString(s.value)) {
			h.t.Errorf("%v: what was typed into %s is lost", s, one.name)
		}
	}
}

// rubbish is what is no form at all.
func (h *house) rubbish(f form) {
	h.t.Helper()
	cut := &bytes.Buffer{}
	parts := multipart.NewWriter(cut)
	w, _ := parts.CreateFormFile("photos", "çukur\x00.jpg")
	_, _ = w.Write([]byte("\xff\xd8\xff\xe0 cut off"))
	for what, body := range map[string]struct{ kind, text string }{
		"broken escapes":       {"application/x-www-form-urlencoded", "text=%zz&key=%&&&;=%c3%28"},
		"a form in two bytes":  {"application/x-www-form-urlencoded; charset=utf-16", "\xff\xfet\x00e\x00x\x00t\x00=\x00a\x00"},
		"a photograph cut off": {parts.FormDataContentType(), cut.String()},
		"no boundary":          {"multipart/form-data", "--x\r\n\r\n"},
		"a program's words":    {"application/json", `{"text": [1, {"a": null}], "key": 1e999}`},
		"half a program":       {"application/json", `{"text": "`},
		"a letter":             {"text/plain", strings.Repeat("x", 70_000)},
		"no kind":              {"", "\x00\x01\x02"},
		"ten thousand fields":  {"application/x-www-form-urlencoded", strings.Repeat("number=MNS-26-000001-X&", 10_000)},
	} {
		v := h.comes(f.role)
		answer, err := v.c.Post(h.base+f.action, body.kind, strings.NewReader(body.text))
		if err != nil {
			h.t.Fatalf("%s: %s: %v", f.action, what, err)
		}
		_, _ = io.Copy(io.Discard, answer.Body)
		_ = answer.Body.Close()
		if !slices.Contains(right, answer.StatusCode) {
			h.t.Errorf("%s as %q: %s was answered %d", f.action, f.role, what, answer.StatusCode)
		}
	}
}
