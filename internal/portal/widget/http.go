package widget

import (
	"bytes"
	_ "embed"
	"net/http"
	"net/url"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/web"
)

//go:embed widget.js
var script []byte

//go:embed widget.css
var style []byte

const choosing = "/widget"

// Routes opens the doors of the widget.
func (s *Service) Routes(r *web.Router) {
	r.Handle("GET "+choosing, access.Public, s.choose)
	r.Handle("GET "+choosing+".js", access.Public, file("text/javascript; charset=utf-8", script), web.ForPrograms)
	r.Handle("GET "+choosing+"/style.css", access.Public, file("text/css; charset=utf-8", style), web.ForPrograms)
	r.Handle("GET "+choosing+"/frame/{lang}/{area}", access.Public, s.frame, web.ForPrograms)
}

// themes a framing page may choose; otherwise the device decides.
var themes = []string{"light", "dark"}

// framed is the page that stands on a foreign one.
type framed struct {
	Figures
	area, theme string
	list        string // address of the same requests, for people
}

// frame answers with the one page that others may frame. Nothing in it asks
// another host, runs a script or keeps a cookie.
func (s *Service) frame(w http.ResponseWriter, r *http.Request) error {
	lang, ok := city.ParseLang(r.PathValue("lang"))
	if !ok {
		return fault.New(fault.NotFound, "widget.no_area")
	}
	ctx := i18n.With(r.Context(), s.needs.Speak(r.Context(), lang))
	code := r.PathValue("area")
	name, district, ok := s.needs.Area(ctx, code)
	if !ok {
		return fault.New(fault.NotFound, "widget.no_area")
	}
	figures, err := s.needs.Figures(ctx, code, district)
	if err != nil {
		return err
	}
	kind := "neighbourhood"
	if district {
		kind = "district"
	}
	f := framed{Figures: figures, area: name, list: "/requests?" + url.Values{kind: {code}, "lang": {string(lang)}}.Encode()}
	if theme := r.URL.Query().Get("theme"); theme == themes[0] || theme == themes[1] {
		f.theme = theme
	}
	var b bytes.Buffer
	if err := f.page(tenant.From(ctx)).Render(ctx, &b); err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *")
	return send(w, r, "text/html; charset=utf-8", b.Bytes(), 2*time.Minute)
}

func send(w http.ResponseWriter, r *http.Request, kind string, body []byte, keep time.Duration) error {
	h := w.Header()
	h.Del("Set-Cookie")
	h.Set("Content-Type", kind)
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Cache-Control", "public, max-age="+seconds(keep))
	h.Set("ETag", tag(body))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
	return nil
}

func file(kind string, body []byte) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error { return send(w, r, kind, body, time.Hour) }
}

// chooser is the page on which somebody takes the code for a page of theirs.
type chooser struct {
	base           string
	district, area string // what was chosen; the area may be the district itself
	name           string
	lang, theme    string
	districts      []Choice
	neighbourhoods []Choice
}

func (s *Service) choose(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), r.URL.Query()
	c := chooser{base: web.Origin(r), district: q.Get("district"), lang: string(i18n.From(ctx).Lang), districts: s.needs.Districts(ctx)}
	if l, ok := city.ParseLang(q.Get("in")); ok {
		c.lang = string(l)
	}
	if theme := q.Get("theme"); theme == themes[0] || theme == themes[1] {
		c.theme = theme
	}
	if name, district, ok := s.needs.Area(ctx, c.district); ok && district {
		c.area, c.name, c.neighbourhoods = c.district, name, s.needs.Neighbourhoods(ctx, c.district)
	} else {
		c.district = ""
	}
	for _, n := range c.neighbourhoods {
		if n.Code == q.Get("area") {
			c.area, c.name = n.Code, n.Name
		}
	}
	return web.Page(w, r, http.StatusOK, c.page())
}

// address is the framed page of what was chosen.
func (c chooser) address() string {
	a := choosing + "/frame/" + c.lang + "/" + url.PathEscape(c.area)
	if c.theme != "" {
		a += "?theme=" + c.theme
	}
	return a
}
