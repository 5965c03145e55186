package insight

import (
	"context"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
	"mahalle/internal/promises"
)

// people of the town, by what their roles permit.
var people = map[string]access.Actor{
	"chief":  {Districts: []string{"turgutlu", "ahmetli"}, Unit: "seflik", Permissions: may(CanSeeDistricts, seesArea, seesRequests)},
	"deputy": {WholeCity: true, Unit: "genel-sekreterlik", Permissions: may(CanSeeDistricts, CanSeeCity, seesAll, seesRequests)},
	"clerk": {WholeCity: true, Unit: "beyaz-masa", Units: []string{"beyaz-masa"},
		Permissions: may(seesAll, seesRequests, takesCalls, decidesReopen)},
	"officer":          {Unit: "yol", Units: []string{"yol"}, Person: "elif", Permissions: may(seesUnit, seesRequests)},
	"head":             {Unit: "fen-isleri", Units: []string{"fen-isleri", "yol"}, Permissions: may(seesUnitTree, seesRequests, decidesReopen)},
	"headman":          {Districts: []string{"turgutlu"}, Places: []string{"altay"}, Unit: "muhtarliklar", Permissions: may(seesArea, seesRequests, takesCalls)},
	"council":          {WholeCity: true, Unit: "meclis", Permissions: may(seesCouncil)},
	"admin":            {WholeCity: true, Unit: "bilgi-islem", Permissions: may(runsCity, keepsPeople, seesJobs)},
	"nobody":           {Permissions: may()},
	"chief of nowhere": {Permissions: may(CanSeeDistricts)},
}

func may(all ...access.Permission) map[access.Permission]bool {
	m := make(map[access.Permission]bool)
	for _, p := range all {
		m[p] = true
	}
	return m
}

// door is the town's door; the session is the name of who comes.
func (w *town) door() *web.Router {
	w.Helper()
	if w.router != nil {
		return w.router
	}
	catalog, err := i18n.NewCatalog(ui.Locales, web.Locales, db.Locales, fs.FS(Locales))
	if err != nil {
		w.Fatal(err)
	}
	r := &web.Router{Catalog: catalog, Cities: func(string) (*tenant.City, bool) { return w.c, true }, SignInPath: "/staff/sign-in",
		WhoIs: func(_ context.Context, token string) (access.Actor, error) {
			a := people[token]
			a.Kind = access.Staff
			return a, nil
		}}
	w.s.Routes(r)
	r.Handle("GET /staff", access.SignedIn, w.s.Start)
	w.router = r
	return r
}

func (w *town) get(who, path string) *httptest.ResponseRecorder {
	w.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r = r.WithContext(clock.With(r.Context(), w.now))
	if who != "" {
		r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: who})
	}
	answer := httptest.NewRecorder()
	w.door().ServeHTTP(answer, r)
	return answer
}

// owes promises something in the town.
func (w *town) owes(label, topic, district, unit string, person city.ID, due time.Duration) {
	w.Helper()
	w.write(func(tx *db.Tx) error { return w.promise(tx, label, topic, district, unit, person, w.now.Add(due)) })
}

func (w *town) promise(tx *db.Tx, label, topic, district, unit string, person city.ID, due time.Time) error {
	_, err := promises.New(w.d, w.j).Make(w.at(), tx, promises.Draft{SubjectKind: "request", Subject: city.NewID(), Label: label, Topic: topic,
		Of: promises.Repair, Owner: promises.Owner{Unit: unit, Person: person}, Place: city.Place{District: district, Neighbourhood: "altay"},
		Calendar: "office", Amount: calendar.Amount{N: 1, Unit: calendar.Hours}, Due: due})
	return err
}

func busyTown(t *testing.T, d *db.DB) *town {
	t.Helper()
	w := newTown(t, d, anyTown())
	w.aWeekOfLife()
	w.owes("MNS-26-000101-K", "YL01", "turgutlu", "yol", "elif", 3*time.Hour)
	w.owes("MNS-26-000102-T", "YL02", "ahmetli", "maski", "", 20*time.Hour)
	w.owes("MNS-26-000103-P", "SY01", "turgutlu", "sosyal", "", 2*time.Hour)     // confidential
	w.owes("MNS-26-000104-E", "YL01", "salihli", "maski", "", 4*time.Hour)       // elsewhere
	w.owes("MNS-26-000105-S", "YL01", "turgutlu", "yol", "elif", 5*24*time.Hour) // another day
	return w
}

func TestEachReaderSeesWhatIsTheirs(t *testing.T) {
	situations := map[string]struct {
		who, path string
		status    int
		leads     string   // where to, if anywhere
		shows     []string // what stands on the page
		hides     []string
	}{
		"a stranger is asked who they are":        {who: "", path: "/staff", status: 303, leads: "/staff/sign-in?next=%2Fstaff"},
		"a chief is led to the own districts":     {who: "chief", path: "/staff", status: 303, leads: "/staff/districts"},
		"a deputy is led to the city":             {who: "deputy", path: "/staff", status: 303, leads: "/staff/city"},
		"an officer does not see all districts":   {who: "officer", path: "/staff/districts", status: 403},
		"a chief does not see the whole city":     {who: "chief", path: "/staff/city", status: 403},
		"a chief does not see another's district": {who: "chief", path: "/staff/districts/salihli", status: 404},
		"a district that is none":                 {who: "deputy", path: "/staff/districts/atlantis", status: 404},
		"a department that is none":               {who: "deputy", path: "/staff/city/atlantis", status: 404},
		"a chief's morning": {who: "chief", path: "/staff/districts", status: 200,
			shows: []string{"My districts", "Ahmetli and Turgutlu · ", "/staff/requests?district=turgutlu&amp;view=late", "/staff/districts/ahmetli",
				"000101-K", "000102-T", "subject YL01", "other districts"},
			hides: []string{"000103-P", "000104-E", "000105-S", "subject SY01", "/staff/districts/salihli", "district=salihli"}},
		"a chief's one district": {who: "chief", path: "/staff/districts/turgutlu", status: 200,
			shows: []string{"unit yol", "/staff/requests?district=turgutlu&amp;unit=yol&amp;view=open", "000101-K"},
			hides: []string{"000102-T", "unit maski"}},
		"a chief without an area": {who: "chief of nowhere", path: "/staff/districts", status: 200, shows: []string{"No district is assigned to you"}},
		"the deputy's city": {who: "deputy", path: "/staff/city", status: 200,
			shows: []string{"Salihli", "unit fen-isleri", "/staff/city/fen-isleri", "District not known", "/staff/districts/salihli", "?by=on_time"},
			hides: []string{"unit yol", "000101-K"}},
		"sorted another way": {who: "deputy", path: "/staff/city?by=confirmed", status: 200, shows: []string{`class="chip on" aria-current="true" href="/staff/city?by=confirmed"`}},
		"one department":     {who: "deputy", path: "/staff/city/fen-isleri", status: 200, shows: []string{"unit yol", "/staff/requests?unit=yol&amp;view=late"}, hides: []string{"unit maski"}},
		"the clerk's desk": {who: "clerk", path: "/staff", status: 200,
			shows: []string{`name="q"`, "/staff/requests/new", "/staff/requests?view=open", "Nobody is on it yet", "/staff/requests?status=new&amp;view=open"},
			hides: []string{"000101-K"}},
		"an officer's morning": {who: "officer", path: "/staff", status: 200,
			shows: []string{"What you must keep", "000101-K", "/staff/requests?view=late"}, hides: []string{"000102-T", "000103-P", "000105-S", "/staff/requests/new", "fen-isleri"}},
		"a head of department": {who: "head", path: "/staff", status: 200, shows: []string{"000101-K", "/staff/requests?view=today"}, hides: []string{"000102-T"}},
		"a headman":            {who: "headman", path: "/staff", status: 200, shows: []string{"Latest requests in your neighbourhood", "place altay"}, hides: []string{"000101-K"}},
		"a council member sees counts and nobody's case": {who: "council", path: "/staff", status: 200,
			shows: []string{"Turgutlu", "unit fen-isleri"}, hides: []string{"/staff/requests", "000101-K", "/staff/districts/", `name="q"`}},
		"an administrator": {who: "admin", path: "/staff", status: 200,
			shows: []string{"/staff/people", "No job was given up.", "The first check is made tonight."}, hides: []string{"/staff/requests", "000101-K"}},
		"somebody with nothing to do": {who: "nobody", path: "/staff", status: 200, shows: []string{"Today"}},
	}
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		w := busyTown(t, d)
		for name, tt := range situations {
			t.Run(name, func(t *testing.T) {
				path := tt.path
				if tt.status == 200 {
					path += map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")] + "lang=en"
				}
				answer := w.get(tt.who, path)
				if answer.Code != tt.status || answer.Header().Get("Location") != tt.leads {
					t.Fatalf("answered %d and led to %q", answer.Code, answer.Header().Get("Location"))
				}
				body, main, _ := strings.Cut(answer.Body.String(), `<main`)
				if tt.status != 200 {
					main = body
				}
				for _, text := range tt.shows {
					if !strings.Contains(main, text) {
						t.Errorf("the page does not show %q", text)
					}
				}
				for _, text := range tt.hides {
					if strings.Contains(main, text) {
						t.Errorf("the page shows %q", text)
					}
				}
			})
		}
	}, schemas...)
}

func TestEveryPageSpeaksThreeLanguages(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		w := busyTown(t, d)
		w.tamper(`UPDATE insight_open SET n = n + 1 WHERE tenant_id = $1 AND district = 'ahmetli' AND due_day = -1`)
		if _, err := w.s.Check(w.at(), w.today()-7); err != nil {
			t.Fatal(err)
		}
		for who, path := range map[string]string{"chief": "/staff/districts", "deputy": "/staff/city", "clerk": "/staff", "officer": "/staff",
			"head": "/staff", "headman": "/staff", "council": "/staff", "admin": "/staff", "chief of nowhere": "/staff/districts"} {
			for _, lang := range city.Langs {
				answer := w.get(who, path+"?lang="+string(lang))
				if body := answer.Body.String(); answer.Code != 200 || strings.Contains(body, "⟦") {
					t.Errorf("%s of the %s in %s: %d; unsaid: %v", path, who, lang, answer.Code, strings.Contains(body, "⟦"))
				}
			}
		}
	}, schemas...)
}

func TestFewAnswersAreNotShownAsAShare(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		w := newTown(t, d, anyTown())
		w.gather = true
		for i := range 25 {
			r := w.opens("turgutlu", "yol", time.Hour)
			w.finishes(r)
			if i < 24 {
				w.confirms(r, "happy")
			}
			if i == 3 {
				r := w.opens("ahmetli", "yol", time.Hour)
				w.finishes(r)
				w.objects(r, "sad", w.now.Add(time.Hour))
			}
		}
		w.commit()
		page := w.get("chief", "/staff/districts/turgutlu?lang=en").Body.String()
		if !strings.Contains(page, "of 24 answers; 86%–100%") {
			t.Error("a share does not say how sure it is")
		}
		page = w.get("chief", "/staff/districts/ahmetli?lang=en").Body.String()
		if !strings.Contains(page, "1 answer; too few for a share") {
			t.Error("a single answer is shown as a share")
		}
	}, schemas...)
}

func TestTheFirstPageIsReckonedAtMostTwiceAMinute(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		w := newTown(t, d, anyTown())
		w.aWeekOfLife()
		look := func() Home {
			h, err := w.s.HomeFigures(w.at())
			if err != nil {
				t.Fatal(err)
			}
			return h
		}
		first := look()
		if first.Received != 5 || first.Open["turgutlu"] != 1 || first.Late != 0 || first.OnTime.Of != 2 || first.OnTime.Yes != 1 || first.Confirmed.Of != 2 {
			t.Errorf("the first page says %+v", first)
		}
		if a := first.Districts[0]; a.Code != "ahmetli" || first.Open["ahmetli"] != 2 || a.Step != first.Scale.Step(2.0/17) {
			t.Errorf("Ahmetli is %+v", a)
		}
		if s := first.Districts[1]; s.Code != "salihli" || s.Step != 0 {
			t.Errorf("Salihli, whose residents nobody counted, is %+v", s)
		}
		w.opens("turgutlu", "yol", time.Hour)
		w.now = w.now.Add(29 * time.Second)
		if look().Open["turgutlu"] != 1 {
			t.Error("the figures were reckoned again at once")
		}
		w.now = w.now.Add(2 * time.Second)
		if look().Open["turgutlu"] != 2 {
			t.Error("after half a minute the figures are old")
		}
	}, schemas...)
}
