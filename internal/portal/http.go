package portal

import (
	"embed"
	"net/http"
	"strings"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

// Locales holds the sentences of this capability.
//
//go:embed locales
var Locales embed.FS

// Routes opens the doors of the portal.
func (s *Service) Routes(r *web.Router) {
	r.Handle("GET /{$}", access.Public, s.home)
	r.Handle("GET /map", access.Public, s.cityMap)
	r.Handle("GET /privacy", access.Public, s.about("privacy"))
	r.Handle("GET /accessibility", access.Public, s.about("accessibility"))
	r.Handle("GET /about-data", access.Public, s.sources)
	r.Handle("GET /robots.txt", access.Public, robots)
	r.Handle("GET /sitemap.xml", access.Public, sitemap)
	r.Handle("GET /favicon.ico", access.Public, mark)
}

// about shows one of the pages that say how the city deals with people.
func (s *Service) about(page string) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		return web.Page(w, r, http.StatusOK, aboutPage(page, parts(i18n.From(r.Context()), page, tenant.From(r.Context())), nil))
	}
}

// sources tells where the data come from and under which licence.
func (s *Service) sources(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var all []Source
	if s.needs.Sources != nil {
		all = s.needs.Sources(ctx)
	}
	return web.Page(w, r, http.StatusOK, aboutPage("sources", parts(i18n.From(ctx), "sources", tenant.From(ctx)), all))
}

// part is a paragraph under its heading.
type part struct{ title, text string }

// parts are the parts of a page: the sentences numbered from one.
func parts(l i18n.Locale, page string, c *tenant.City) []part {
	var all []part
	for n := '1'; n <= '9'; n++ {
		key := "portal." + page + "_" + string(n)
		if !l.Has(key) {
			break
		}
		all = append(all, part{l.Say(key + "_title"), l.Say(key, "city", l.Text(c.Name), "days", c.ConfirmDays, "keep", c.KeepsContact())})
	}
	return all
}

func robots(w http.ResponseWriter, r *http.Request) error {
	return plain(w, "text/plain; charset=utf-8",
		"User-agent: *\nDisallow: /staff\nDisallow: /demo\nDisallow: /report/\nDisallow: /r/\nSitemap: "+web.Origin(r)+"/sitemap.xml\n")
}

// open are the pages that a search engine should know.
var open = []string{"/", "/report", "/map", "/requests", "/services", "/privacy", "/accessibility", "/about-data", "/open-data", "/widget"}

func sitemap(w http.ResponseWriter, r *http.Request) error {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n")
	for _, path := range open {
		b.WriteString("<url><loc>" + web.Origin(r) + path + "</loc></url>\n")
	}
	b.WriteString("</urlset>\n")
	return plain(w, "application/xml; charset=utf-8", b.String())
}

func plain(w http.ResponseWriter, kind, body string) error {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "public, max-age=86400")
	_, err := w.Write([]byte(body))
	return err
}

// mark leads browsers that ask for an icon by its old name to ours.
func mark(w http.ResponseWriter, r *http.Request) error {
	http.Redirect(w, r, ui.Asset("mark.svg"), http.StatusFound)
	return nil
}
