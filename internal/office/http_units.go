package office

import (
	"cmp"
	"context"
	"net/http"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

// branch is a unit in the tree of all, with those below it.
type branch struct {
	Href, Name    string
	Posts, Vacant int
	Below         []branch
}

func (s *Service) unitsPage(w http.ResponseWriter, r *http.Request) error {
	sitting, err := s.sitting(r.Context())
	if err != nil {
		return err
	}
	l, h := i18n.From(r.Context()), s.of(db.TenantFrom(r.Context()))
	return web.Page(w, r, http.StatusOK, unitsPage(l, h.branches(l, sitting, "", deepest)))
}

// sitting is who sits in each post today.
func (s *Service) sitting(ctx context.Context) (map[string][]Holder, error) {
	holders, err := s.Holders(ctx)
	in := map[string][]Holder{}
	for _, h := range holders {
		in[h.Post] = append(in[h.Post], h)
	}
	return in, err
}

func (h *house) branches(l i18n.Locale, sitting map[string][]Holder, parent string, deep int) []branch {
	var all []branch
	for _, u := range h.units {
		if u.Parent != parent || deep == 0 {
			continue
		}
		b := branch{Href: unitHref(u.Code), Name: l.Text(u.Name), Below: h.branches(l, sitting, u.Code, deep-1)}
		for _, p := range h.inUnit[u.Code] {
			b.Posts++
			if len(sitting[p.Code]) == 0 {
				b.Vacant++
			}
		}
		all = append(all, b)
	}
	return all
}

func unitHref(code string) string { return "/staff/units/" + code }

// room is one unit as its page shows it.
type room struct {
	Unit
	Kind, Department string // in words
	Above            []ui.Link
	Seats            []seat
	Below            []branch
}

type seat struct {
	Title, Above, Area string
	Holders            []sitter
}

type sitter struct {
	Name, Href string // Href for those who may open the file
}

func (s *Service) unitPage(w http.ResponseWriter, r *http.Request) error {
	ctx, l, h := r.Context(), i18n.From(r.Context()), s.of(db.TenantFrom(r.Context()))
	u, ok := h.unit[r.PathValue("unit")]
	if !ok {
		return fault.New(fault.NotFound, "web.not_found")
	}
	sitting, err := s.sitting(ctx)
	if err != nil {
		return err
	}
	page := room{Unit: u, Kind: l.Say("office.kind_" + u.Kind), Above: h.above(l, u), Below: h.branches(l, sitting, u.Code, 1)}
	if d := h.department(u.Code); d != u.Code {
		page.Department = l.Text(h.unit[d].Name)
	}
	for _, p := range h.inUnit[u.Code] {
		page.Seats = append(page.Seats, seat{
			Title: l.Text(p.Title), Above: l.Text(h.post[p.Superior].Title), Area: s.area(ctx, l, p), Holders: sitters(ctx, l, sitting[p.Code]),
		})
	}
	return web.Page(w, r, http.StatusOK, unitPage(l, page))
}

// above leads back from the top unit down.
func (h *house) above(l i18n.Locale, u Unit) []ui.Link {
	links := []ui.Link{{Label: l.Say("office.units"), Href: "/staff/units"}}
	up := h.upFrom(u.Parent)
	for i := len(up) - 1; i >= 0; i-- {
		links = append(links, ui.Link{Label: l.Text(h.unit[up[i]].Name), Href: unitHref(up[i])})
	}
	return links
}

// area names the places a post is for.
func (s *Service) area(ctx context.Context, l i18n.Locale, p Post) string {
	if p.WholeCity {
		return l.Say("office.whole_city")
	}
	names := ""
	for _, code := range append(append([]string{}, p.Districts...), p.Hoods...) {
		if names != "" {
			names += " · "
		}
		names += cmp.Or(s.needs.AreaName(ctx, code), code)
	}
	return names
}

func sitters(ctx context.Context, l i18n.Locale, holders []Holder) []sitter {
	var all []sitter
	for _, h := range holders {
		one := sitter{Name: h.Name}
		if h.Deputy {
			one.Name = l.Say("office.holder_deputy", "name", h.Name)
		}
		if access.From(ctx).Has(CanManagePeople) {
			one.Href = personHref(h.Person)
		}
		all = append(all, one)
	}
	return all
}
