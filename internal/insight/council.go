package insight

import (
	"net/http"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

// councilPage is the first page of a council member: the city side by side, as
// counts that lead to nobody's case, and the pages that are open to everybody.
func (s *Service) councilPage(w http.ResponseWriter, r *http.Request) error {
	ctx, l := r.Context(), i18n.From(r.Context())
	v, err := s.citywideOf(ctx, reading(access.From(ctx)))
	if err != nil {
		return err
	}
	about := l.Say("insight.council_note")
	v.Title, v.Note = l.Say("insight.council"), about+" · "+v.Note
	v.See = publicPages(l)
	v.sort(l, startAddress, r.URL.Query().Get("by"))
	return web.Page(w, r, http.StatusOK, cityPage(l, v))
}

// publicPages are the pages that everybody may read.
func publicPages(l i18n.Locale) []ui.Line {
	var lines []ui.Line
	for _, page := range []struct{ key, href string }{
		{"insight.see_requests", "/requests"}, {"insight.see_map", "/map"}, {"insight.see_services", "/services"}, {"insight.see_how", "/about-data"},
	} {
		lines = append(lines, ui.Line{Text: l.Say(page.key), Href: page.href})
	}
	return lines
}
