package badinput

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"mahalle/internal/app"
	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/requests"
)

// made brings requests into every state in which somebody can do something, and
// gives the pages that only their own residents find.
func made(t *testing.T, a *app.App) (pages []string) {
	t.Helper()
	home, _ := a.Cities.ByID("manisa")
	all := map[access.Permission]bool{}
	for _, p := range []access.Permission{requests.CanView, requests.CanTake, requests.CanHandOver, requests.CanAsk, requests.CanFinish,
		requests.CanGroup, requests.SeesCity} {
		all[p] = true
	}
	desk := access.With(tenant.Enter(t.Context(), home), access.Actor{Kind: access.Staff, Permissions: all})
	s := a.Requests
	do := func(fn func(ctx context.Context, tx *db.Tx) error) {
		t.Helper()
		if err := a.DB.Write(desk, func(tx *db.Tx) error { return fn(desk, tx) }); err != nil {
			t.Fatal(err)
		}
	}
	open := func(subject, street string) (o requests.Opened) {
		t.Helper()
		do(func(_ context.Context, tx *db.Tx) (err error) {
			ctx := access.AsSystem(tenant.Enter(t.Context(), home))
			o, err = s.Open(ctx, tx, requests.Report{Kind: "complaint", Subject: subject, Description: "Çukur", Lang: "tr", Channel: "web", Street: street,
				Place: city.Place{District: "turgutlu"}, Contact: requests.Contact{Email: "ayse@example.org", Lang: "tr"}})
			return err
		})
		return o
	}
	told := func() requests.Opened { t.Helper(); return open("YL01", "metro") }
	for range 4 {
		open("AY01", "") // the electricity company's
		offered := open("YL01", "")
		split, lead, member, merged, target, done, again, still := told(), told(), told(), told(), told(), told(), told(), told()
		do(func(ctx context.Context, tx *db.Tx) error {
			return s.HandOver(ctx, tx, offered.Number, "yol-bakim", "Sizin")
		})
		do(func(ctx context.Context, tx *db.Tx) error {
			return s.Split(ctx, tx, split.Number, []requests.PartDraft{{Text: "Doldurun", Unit: "yol-bakim"}, {Text: "Çizin", Unit: "yol-bakim"}, {Text: "Temizleyin", Unit: "yol-bakim"}})
		})
		do(func(ctx context.Context, tx *db.Tx) error {
			return s.Gather(ctx, tx, lead.Number, []string{member.Number})
		})
		do(func(ctx context.Context, tx *db.Tx) error { return s.Merge(ctx, tx, merged.Number, target.Number, "") })
		do(func(ctx context.Context, tx *db.Tx) error { return s.Take(ctx, tx, still.Number) })
		do(func(ctx context.Context, tx *db.Tx) error { return s.Pause(ctx, tx, still.Number, "season") })
		for _, o := range []requests.Opened{done, again} {
			do(func(ctx context.Context, tx *db.Tx) error {
				return s.Finish(ctx, tx, o.Number, requests.Finishing{Outcome: requests.Fixed, Text: "Dolduruldu"})
			})
		}
		do(func(ctx context.Context, tx *db.Tx) error {
			return s.Object(ctx, tx, again.Number, again.Secret, "sad", "Hâlâ duruyor")
		})
		for _, o := range []requests.Opened{done, target, still, lead} {
			pages = append(pages, "/r/"+o.Number+"?k="+o.Secret, "/r/"+o.Number+"/verify?k="+o.Secret)
		}
		for _, o := range []requests.Opened{offered, split, lead, member, merged, target, again, still} {
			pages = append(pages, "/staff/requests/"+o.Number)
		}
		pages = append(pages, "/staff/requests/"+split.Number+".1", "/staff/requests/"+split.Number+".2")
	}
	return pages
}

// ask asks for the form of an act where its address stands alone: of every
// request that was met, until there are enough.
func (h *house) ask(route string, numbers []string) {
	h.t.Helper()
	act, ok := strings.CutPrefix(route, "POST /staff/requests/{number}/")
	if !ok {
		return
	}
	for _, role := range roles[1:] {
		v := h.comes(role)
		for _, number := range numbers {
			if len(h.forms[route]) >= instances {
				return
			}
			at := fmt.Sprintf("/staff/requests/%s/%s", number, act)
			if h.pattern(http.MethodGet, at) == "" {
				return
			}
			status, page := v.get(at)
			if status != http.StatusOK {
				continue
			}
			_, forms := read(h.t, at, page)
			for _, f := range forms {
				if f.role, f.route = role, h.pattern(http.MethodPost, f.action); f.route == route {
					h.forms[route] = append(h.forms[route], f)
				}
			}
		}
	}
}

// taken lets the officer take some requests, to be put down again.
func (h *house) taken(numbers []string) {
	h.t.Helper()
	v := h.comes("officer")
	for _, number := range numbers {
		if status, _ := v.get("/staff/requests/" + number + "/accept"); status == http.StatusOK {
			continue // taking it would be accepting it
		}
		h.post(v, "/staff/requests/"+number+"/take", nil) // those of others are refused
	}
}

// connected lets the administrator connect systems that tell and are told, some
// of them stopped again.
func (h *house) connected() {
	h.t.Helper()
	v := h.comes("admin")
	for i := range instances {
		n := fmt.Sprint(i)
		h.enters(v, "/staff/hooks", i%2 == 0, url.Values{"name": {"Harita " + n}, "url": {"https://harita.example.org/" + n}, "events": {"request.opened"}})
		h.enters(v, "/staff/partners", i%2 == 0, url.Values{"name": {"Uygulama " + n}, "per_minute": {"60"}, "rights": {"read"}})
	}
}

func (h *house) enters(v *visitor, at string, stopped bool, fields url.Values) {
	h.t.Helper()
	made := h.post(v, at, fields)
	if made == "" {
		h.t.Fatalf("nothing was made at %s", at)
	}
	if stopped {
		h.post(v, made+"/stop", nil)
	}
}

// post sends a form and gives the address that it leads to.
func (h *house) post(v *visitor, at string, fields url.Values) string {
	h.t.Helper()
	answer, err := v.c.PostForm(h.base+at, fields)
	if err != nil {
		h.t.Fatal(err)
	}
	defer answer.Body.Close()
	return answer.Header.Get("Location")
}
