package requests

import (
	"net/http"

	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
	"mahalle/internal/promises"
)

// donePage is what a resident takes home: the number, who has it, the dates,
// and the link that is theirs alone.
type donePage struct {
	r        Request
	city     *tenant.City
	subject  string
	place    string
	unit     string
	link     string
	contact  Contact
	promises []ui.Promise
}

func (s *Service) done(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	number, err := ParseNumber(r.PathValue("number"))
	if err != nil {
		return err
	}
	q := s.db.Read(ctx)
	one, err := byNumber(ctx, q, number)
	if err != nil {
		return err
	}
	k := r.URL.Query().Get("k")
	if !one.isOwn(k) {
		return web.Go(w, r, "/r/"+number)
	}
	owed, err := promises.About(ctx, q, one.ID)
	if err != nil {
		return err
	}
	p := donePage{r: one, city: tenant.From(ctx), subject: s.pages.subjectName(ctx, one.Subject), place: s.pages.placeName(ctx, one.Place),
		unit: s.pages.unitName(ctx, one.Unit), link: linkTo(r, number, k), promises: s.bars(ctx, &one, toResident(owed), clock.Now(ctx))}
	if p.contact, err = contactOf(ctx, q, one.ID); err != nil {
		return err
	}
	keepOwn(w, r, number, k)
	return web.Page(w, r, http.StatusOK, p.page())
}
