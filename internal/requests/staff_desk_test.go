package requests

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/once"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

// atWork puts people who work in the small city in front of its staff pages.
func atWork(t *testing.T, test func(b *street)) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		b := standOn(t, d)
		b.s.staffRoutes(b.router)
		b.s.JoinStaff(smallDesk())
		b.s.pages.PersonName = func(_ context.Context, id city.ID) string { return "Kişi " + string(id) }
		b.s.pages.PostName = func(_ context.Context, code string) string { return "Makam " + code }
		b.cookies[web.SessionCookie] = &http.Cookie{Name: web.SessionCookie, Value: "somebody"}
		b.actor = staffOf("yol")
		test(b)
	}, append(slices.Clone(schemas), once.Schema)...)
}

func smallDesk() StaffPages {
	return StaffPages{
		Units: func(context.Context) []ui.Option {
			return []ui.Option{{Value: "yol", Label: "Birim yol"}, {Value: "park", Label: "Birim park"}, {Value: "elektrik", Label: "Birim elektrik"}}
		},
		Templates: func(_ context.Context, _, purpose string, _ city.Lang) []Ready {
			return []Ready{{Code: "t-" + purpose, Title: "Metin " + purpose, Text: "Sayın vatandaşımız, {number} numaralı başvuru: {subject}. {due}"}}
		},
		Why:    func(context.Context, int) string { return "Cadde büyükşehrin yoludur." },
		Counts: func(context.Context) map[string]int64 { return map[string]int64{"open": 7, "late": 2} },
	}
}

// staffOf is somebody in a unit who may do everything a manager may.
func staffOf(unit string) access.Actor {
	a := access.From(officer(context.Background(), unit))
	a.Permissions[CanViewContact] = true
	return a
}

// clerk takes calls for the whole city.
func clerk() access.Actor {
	a := access.Actor{Kind: access.Staff, Person: "person-clerk", Post: "masa-memur", Unit: "masa", Units: []string{"masa"}, Permissions: map[access.Permission]bool{}}
	for _, p := range []access.Permission{CanView, CanViewContact, CanIntake, CanTake, CanHandOver, CanNote, CanReply, CanAsk, CanReopen, SeesCity} {
		a.Permissions[p] = true
	}
	return a
}

// told opens a request and gives the address of its page for staff.
func (b *street) told() (o Opened, at string) {
	b.Helper()
	o = open(b.T, b.s, b.ctx)
	return o, "/staff/requests/" + o.Number
}

// done follows an act to the page one comes back to.
func (b *street) done(p page, at string) {
	b.Helper()
	if to := p.Header().Get("Location"); p.Code != 303 || !strings.HasPrefix(to, at) {
		b.Fatalf("not done: %d to %q: %s", p.Code, to, head(p.body))
	}
}

func (b *street) is(number string, want Status) Request {
	b.Helper()
	r := get(b.T, b.s, b.ctx, number)
	if r.Status != want {
		b.Errorf("%s stands as %s, want %s", number, r.Status, want)
	}
	return r
}

func typed(pairs ...string) url.Values {
	v := url.Values{"key": {string(city.NewID())}}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

var rowNumber = regexp.MustCompile(`data-href="/staff/requests/([A-Z0-9-]+)`)

// rows are the numbers in a list, in its order.
func rows(body string) (all []string) {
	for _, m := range rowNumber.FindAllStringSubmatch(body, -1) {
		all = append(all, m[1])
	}
	return all
}
