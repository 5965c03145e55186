package web

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/a-h/templ"

	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
)

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Page answers with a page inside the city's frame. The page is made whole
// before the first byte is sent, so a failure never leaves half of one.
func Page(w http.ResponseWriter, r *http.Request, status int, page templ.Component) error {
	frame := frameOf(r)
	frame.Flash = takeFlash(w, r)
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf)
	buf.Reset()
	if err := page.Render(ui.WithFrame(r.Context(), frame), buf); err != nil {
		return err
	}
	return send(w, "text/html; charset=utf-8", status, buf.Bytes())
}

// Fragment answers with a part of a page, for htmx.
func Fragment(w http.ResponseWriter, r *http.Request, part templ.Component) error {
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf)
	buf.Reset()
	if err := part.Render(ui.WithFrame(r.Context(), frameOf(r)), buf); err != nil {
		return err
	}
	return send(w, "text/html; charset=utf-8", http.StatusOK, buf.Bytes())
}

func send(w http.ResponseWriter, kind string, status int, body []byte) error {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store")
	}
	w.WriteHeader(status)
	_, err := w.Write(body)
	return err
}

func frameOf(r *http.Request) ui.Frame {
	if v := visitOf(r.Context()); v != nil && v.router.Frame != nil {
		return v.router.Frame(r)
	}
	return ui.Frame{Locale: i18n.From(r.Context()), Path: r.URL.RequestURI()}
}

// JSON answers a program. The bytes are written as they are.
func JSON(w http.ResponseWriter, status int, body []byte) error {
	return send(w, "application/json; charset=utf-8", status, body)
}

// Go leads the browser to another page after something was done.
func Go(w http.ResponseWriter, r *http.Request, to string) error {
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

const flashCookie = "flash"

type flash struct {
	Key  string `json:"k"`
	Args []any  `json:"a,omitempty"`
	Undo string `json:"u,omitempty"`
}

// Flash says a sentence on the next page, with a way to undo if there is one.
func Flash(w http.ResponseWriter, undo, key string, args ...any) {
	body, err := json.Marshal(flash{key, args, undo})
	if err != nil {
		return
	}
	http.SetCookie(w, &http.Cookie{Name: flashCookie, Value: base64.RawURLEncoding.EncodeToString(body),
		Path: "/", MaxAge: 60, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

func takeFlash(w http.ResponseWriter, r *http.Request) *ui.Flash {
	cookie, err := r.Cookie(flashCookie)
	if err != nil {
		return nil
	}
	http.SetCookie(w, &http.Cookie{Name: flashCookie, Path: "/", MaxAge: -1, HttpOnly: true})
	body, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	var f flash
	if err != nil || json.Unmarshal(body, &f) != nil || !i18n.From(r.Context()).Has(f.Key) {
		return nil
	}
	for i, a := range f.Args {
		if n, ok := a.(float64); ok {
			f.Args[i] = int(n)
		}
	}
	return &ui.Flash{Text: i18n.From(r.Context()).Say(f.Key, f.Args...), Undo: ours(f.Undo)}
}

// ours is the address if it stays in this house: browsers read a backslash as a
// slash and leave out tabs and line ends.
func ours(address string) string {
	strange := func(r rune) bool { return r < ' ' || r == '\\' }
	if !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") || strings.ContainsFunc(address, strange) {
		return ""
	}
	return address
}

func wantsJSON(r *http.Request) bool {
	return strings.HasSuffix(r.URL.Path, ".json") || strings.HasPrefix(r.Header.Get("Accept"), "application/json")
}

func refuseJSON(w http.ResponseWriter, r *http.Request, err error) {
	key, args, fields := words(err)
	l := i18n.From(r.Context())
	answer := map[string]any{"error": key, "message": l.Say(key, args...)}
	if len(fields) > 0 {
		answer["fields"] = sayFields(l, fields)
	}
	body, _ := json.Marshal(answer) // strings only
	_ = JSON(w, fault.KindOf(err).Status(), body)
}

func sayFields(l i18n.Locale, fields []fault.Field) map[string]string {
	said := make(map[string]string, len(fields))
	for _, f := range fields {
		said[f.Name] = l.Say(f.Key, f.Args...)
	}
	return said
}

// words is what may be said of an error.
func words(err error) (key string, args []any, fields []fault.Field) {
	f, ok := fault.Of(err)
	if !ok || f.Kind == fault.Internal {
		return "web.our_fault", nil, nil
	}
	return f.Key, f.Args, f.On
}

func refusePage(w http.ResponseWriter, r *http.Request, err error) {
	kind := fault.KindOf(err)
	no := denial{heading: heading(kind), path: r.URL.RequestURI()}
	no.key, no.args, no.fields = words(err)
	if kind == fault.Unavailable {
		no.sayWhatIsKept(r)
	}
	if Page(w, r, kind.Status(), refused(i18n.From(r.Context()), no)) != nil {
		http.Error(w, http.StatusText(kind.Status()), kind.Status())
	}
}

// sayWhatIsKept gives a form back to be sent again, and tells a reader who sent
// nothing that nothing can be read.
func (no *denial) sayWhatIsKept(r *http.Request) {
	no.kept = keptOf(r)
	switch {
	case len(no.kept) > 0 && no.key == "db.cannot_answer":
		no.key = "db.cannot_keep"
	case len(no.kept) == 0 && no.key == "db.cannot_keep":
		no.key = "db.cannot_answer"
	}
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		no.heading = "web.heading_silent"
	}
}

// Refused re-shows a form with what was typed: it tells the handler which
// sentence belongs to which field, and gives the error back if it is not about
// the form.
func Refused(r *http.Request, err error) (map[string]string, error) {
	f, ok := fault.Of(plain(err))
	if !ok || len(f.On) == 0 {
		return nil, err
	}
	return sayFields(i18n.From(r.Context()), f.On), nil
}
