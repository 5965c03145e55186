package requests

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
)

func TestTheListReadsAsASentenceAndItsTabsKeepThePlace(t *testing.T) {
	atWork(t, func(b *street) {
		o, _ := b.told()
		page := b.get("/staff/requests?district=turgutlu&subject=YL01")
		b.wants(page, http.StatusOK, o.Number, "Yer turgutlu", "Yolda çukur", "Süzgeçleri kaldır", "district=turgutlu&subject=YL01&view=late")
		b.wants(b.get("/staff/requests"), http.StatusOK, "Bütün konular", "Açık olanlar", ">7<", ">2<", "1 başvuru")
		b.wants(b.get("/staff/requests?district=ahmetli"), http.StatusOK, "Bu süzgeçlere uyan başvuru yok.")
		b.wants(b.get("/staff/requests?view=mine"), http.StatusOK, "Üzerinizde başvuru yok.")
	})
}

func TestFiltersCombine(t *testing.T) {
	atWork(t, func(b *street) {
		first, at := b.told()
		b.done(b.post(at+"/take", typed()), at)
		b.ctx = later(b.ctx, 48*time.Hour)
		second, _ := b.told()
		finished, done := b.told()
		b.done(b.post(done+"/finish", typed("text", "Onarıldı.")), done)
		sent, away := b.told()
		b.done(b.post(away+"/handover", typed("unit", "park")), away)
		for query, want := range map[string][]string{
			"":                                     {first.Number, second.Number},
			"view=mine":                            {first.Number},
			"view=all&status=new":                  {second.Number},
			"view=all&status=new&district=ahmetli": {},
			"view=all&outcome=fixed":               {finished.Number},
			"view=sent":                            {sent.Number},
			"view=today":                           {},
			"from=24.11.2026":                      {finished.Number, second.Number},
			"until=24.11.2026":                     {first.Number},
			"from=23.11.2026&until=23.11.2026":     {first.Number},
			"unit=park":                            {sent.Number}, // who handed it over may still look at it
			"subject=EL01":                         {},
		} {
			got := rows(b.get("/staff/requests?" + query).body)
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				b.Errorf("%q shows %v, want %v", query, got, want)
			}
		}
	})
}

func TestDueTodayIsTheCitysOwnDay(t *testing.T) {
	atWork(t, func(b *street) {
		o, _ := b.told() // due on Thursday at 17:00 in Istanbul
		for hour, want := range map[int]bool{-26: false, -16: true, 6: true, 8: false} {
			b.ctx = clock.With(b.ctx, time.Date(2026, 11, 26, 14+hour, 30, 0, 0, time.UTC))
			if got := slices.Contains(rows(b.get("/staff/requests?view=today").body), o.Number); got != want {
				b.Errorf("%d hours from the due time: shown %v", hour, got)
			}
		}
	})
}

func TestAMistypedFilterShowsNothingByAccident(t *testing.T) {
	atWork(t, func(b *street) {
		b.told()
		for _, query := range []string{"view=evreything", "status=opne", "confirmed=maybe", "outcome=x", "due=yesterday", "from=31.31.2026",
			"district=%ff%fe", "subject=" + strings.Repeat("x", 300), "unit=a%00b", "reopened=2"} {
			if p := b.get("/staff/requests?" + query); p.Code < 400 || p.Code >= 500 {
				b.Errorf("%q is answered with %d", query, p.Code)
			}
		}
		b.wants(b.get("/staff/requests?after=nonsense"), http.StatusOK, "1 başvuru")
	})
}

func TestASearchGoesStraightToANumberAndFindsWordsAndTelephones(t *testing.T) {
	atWork(t, func(b *street) {
		o, at := b.told()
		for _, typed := range []string{o.Number, strings.ToLower(strings.ReplaceAll(o.Number, "-", " ")), "۰۰۰۰۰۱", "000001"} {
			b.done(b.get("/staff/requests?q="+url.QueryEscape(typed)), at)
		}
		slip := o.Number[:len(o.Number)-3] + "9" + o.Number[len(o.Number)-2:]
		b.wants(b.get("/staff/requests?q="+slip), http.StatusOK, "denetim harfi")
		b.wants(b.get("/staff/requests?q=KAVSAK+cuk&view=late"), http.StatusOK, o.Number)
		b.wants(b.get("/staff/requests?q=konteyner"), http.StatusOK, "bulunamadı")
		b.wants(b.get("/staff/requests?q=%ff%27%22+%3Cscript%3E"), http.StatusOK, "bulunamadı")
		phoned := b.call(clerk(), "phone", "0532 616 41 18")
		b.wants(b.get("/staff/requests?q=%2B90+532+616+4118"), http.StatusOK, phoned)
		b.actor = staffOf("park")
		if p := b.get("/staff/requests?q=kavsak"); strings.Contains(p.body, o.Number) {
			b.Error("another unit's request is found by its words")
		}
		b.wants(b.get("/staff/requests?q="+o.Number[4:10]), http.StatusOK)
	})
}

func TestListsAreKeptForgottenAndBroughtBack(t *testing.T) {
	atWork(t, func(b *street) {
		form := typed("name", "Geciken çukurlar", "query", "view=late&subject=YL01&after=x")
		b.done(b.post("/staff/requests/filters", form), "/staff/requests?subject=YL01&view=late")
		b.done(b.post("/staff/requests/filters", form), "/staff/requests?subject=YL01&view=late")
		page := b.get("/staff/requests")
		b.wants(page, http.StatusOK, "Süzgeçlerim (1)", "Geciken çukurlar", "subject=YL01&view=late")
		kept, _ := savedOf(b.ctx, b.s.db.Read(b.ctx), b.actor.Person)
		b.actor = staffOf("park") // somebody else's is not there to be forgotten
		b.done(b.post("/staff/requests/filters/"+kept[0].ID+"/forget", typed()), "/staff/requests")
		b.actor = staffOf("yol")
		b.done(b.post("/staff/requests/filters/"+kept[0].ID+"/forget", typed()), "/staff/requests")
		page = b.get("/staff/requests")
		b.wants(page, http.StatusOK, "silindi", "Süzgeci sakla", "/staff/requests/filters?name=Geciken")
		b.done(b.post("/staff/requests/filters?name=Geciken&query=view%3Dlate", url.Values{}), "/staff/requests?view=late")
		for _, bad := range []url.Values{typed("query", "view=late"), typed("name", strings.Repeat("u", 100)), typed("name", "x", "query", "view=%zz"), typed("name", "x", "query", "view=nope")} {
			if p := b.post("/staff/requests/filters", bad); p.Code < 400 || p.Code >= 500 {
				b.Errorf("%v is answered with %d", bad, p.Code)
			}
		}
	})
}

// town is a few dozen requests of two districts, three units and every age.
func (b *street) town(n int) {
	b.Helper()
	write(b.T, b.s.db, b.ctx, func(tx *db.Tx) error {
		for i := range n {
			r := Request{ID: city.NewIDAt(monday.Add(time.Duration(i%7) * time.Hour)), Number: fmt.Sprintf("KSB-25-%06d-A", i), Kind: "request", Subject: "YL01",
				Status: Statuses[i%len(Statuses)], Unit: []string{"yol", "park", "su"}[i%3], Department: "fen", Lang: "tr", Channel: "web",
				Opened: monday.Add(time.Duration(i%7) * time.Hour), People: 1, Confidential: i%11 == 0}
			r.Place.District = []string{"turgutlu", "ahmetli"}[i%2]
			if i%4 == 0 { // all of them in turgutlu
				r.Place.Neighbourhood = "turgutlu-altay"
			}
			if r.Status.Open() {
				r.Due, r.Late = monday.Add(time.Duration(i%5)*time.Hour), i%6 == 0
			}
			if r.Status == Offered {
				r.OfferedFrom = []string{"su", "yol", "park"}[i%3]
			}
			if err := insert(b.ctx, tx, &r); err != nil {
				return err
			}
		}
		return nil
	})
}

func (b *street) everything() (all []Request) {
	all, err := db.All(b.ctx, b.s.db.Read(b.ctx), scan, `SELECT `+columns+` FROM requests_requests WHERE tenant_id = $1`, b.s.db.Read(b.ctx).Tenant())
	if err != nil {
		b.Fatal(err)
	}
	return all
}

// anybody is an actor with any mix of reach.
func anybody(t *rapid.T) access.Actor {
	a := access.Actor{Kind: access.Staff, Person: "somebody", Permissions: map[access.Permission]bool{CanView: true}}
	for _, p := range []access.Permission{SeesCity, SeesArea, SeesUnit, SeesUnitTree} {
		if rapid.IntRange(0, 2).Draw(t, string(p)) == 0 {
			a.Permissions[p] = true
		}
	}
	a.Unit = rapid.SampledFrom([]string{"", "yol", "park", "masa"}).Draw(t, "unit")
	a.Units = slices.DeleteFunc([]string{a.Unit, rapid.SampledFrom([]string{"", "su", "park"}).Draw(t, "below")}, func(u string) bool { return u == "" })
	a.Department = rapid.SampledFrom([]string{"fen", "yol", "su"}).Draw(t, "department")
	if a.Department == a.Unit { // the head of a department sees all of it
		a.Department = "baska"
	}
	a.Districts = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"turgutlu", "ahmetli"}), 0, 2, rapid.ID[string]).Draw(t, "districts")
	a.WholeCity = rapid.IntRange(0, 4).Draw(t, "whole city") == 0
	if rapid.IntRange(0, 3).Draw(t, "narrower") == 0 {
		a.Places = []string{"turgutlu-altay"} // which lie in the area's districts, if those are named
		a.Districts = rapid.SampledFrom([][]string{nil, {"turgutlu"}}).Draw(t, "their district")
	}
	return a
}

// pagesOf reads a list to its end, page by page.
func pagesOf(t *rapid.T, b *street, a access.Actor, f Filter) []string {
	var all []string
	for range 100 {
		page, err := list(b.ctx, b.s.db.Read(b.ctx), a, f)
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range page {
			all = append(all, r.Number)
			if i > 0 && f.Open && r.Due.Before(page[i-1].Due) || i > 0 && !f.Open && r.Opened.After(page[i-1].Opened) {
				t.Fatalf("%s is out of order", r.Number)
			}
		}
		if len(page) < f.Limit {
			return all
		}
		f.After = ParseMark(f.mark(page[len(page)-1]).String())
	}
	t.Fatal("the list never ends")
	return nil
}

func TestAListHoldsExactlyWhatItsReaderMaySeeWhateverThePages(t *testing.T) {
	atWork(t, func(b *street) {
		b.town(70)
		all := b.everything()
		rapid.Check(b.T, func(t *rapid.T) {
			a := anybody(t)
			f := Filter{Open: rapid.Bool().Draw(t, "open"), Limit: rapid.IntRange(1, 30).Draw(t, "limit"),
				District: rapid.SampledFrom([]string{"", "", "turgutlu"}).Draw(t, "district"), Late: rapid.IntRange(0, 3).Draw(t, "late") == 0,
				Unit:          rapid.SampledFrom([]string{"", "", "", "park"}).Draw(t, "of unit"),
				Neighbourhood: rapid.SampledFrom([]string{"", "", "", "turgutlu-altay"}).Draw(t, "neighbourhood")}
			want := map[string]bool{}
			for i := range all {
				r := &all[i]
				fits := (!f.Open || r.Status.Open()) && (f.District == "" || r.Place.District == f.District) && (!f.Late || r.Late) &&
					(f.Unit == "" || r.Unit == f.Unit) && (f.Neighbourhood == "" || r.Place.Neighbourhood == f.Neighbourhood)
				onlySent := f.Unit == "" && seesOnlyAsSender(a, r)
				if fits && maySee(a, r) == nil && !onlySent {
					want[r.Number] = true
				}
			}
			got := pagesOf(t, b, a, f)
			seen := map[string]bool{}
			for _, n := range got {
				if seen[n] {
					t.Fatalf("%s is listed twice", n)
				}
				seen[n] = true
			}
			for n := range want {
				if !seen[n] {
					t.Fatalf("%s is lost", n)
				}
			}
			for n := range seen {
				if !want[n] && !mayBeMore(a, all, n) {
					t.Fatalf("%s is shown", n)
				}
			}
		})
	})
}

// seesOnlyAsSender: what somebody sees for no other reason than having handed it
// over stands under its own tab.
func seesOnlyAsSender(a access.Actor, r *Request) bool {
	alone := *r
	alone.OfferedFrom = ""
	return maySee(a, &alone) != nil
}

// mayBeMore allows what the sender may see to turn up where the ranges hold it.
func mayBeMore(a access.Actor, all []Request, number string) bool {
	i := slices.IndexFunc(all, func(r Request) bool { return r.Number == number })
	return maySee(a, &all[i]) == nil && seesOnlyAsSender(a, &all[i])
}

func TestWhatAUnitHandedOverStandsUnderItsOwnTab(t *testing.T) {
	atWork(t, func(b *street) {
		b.town(70)
		ctx := access.With(b.ctx, b.actor)
		f, err := parseFilter(ctx, url.Values{"view": {"sent"}}, 100)
		if err != nil {
			b.Fatal(err)
		}
		f.Limit = 100
		got, err := list(ctx, b.s.db.Read(ctx), b.actor, f)
		if err != nil || len(got) == 0 {
			b.Fatalf("%d, %v", len(got), err)
		}
		for _, r := range got {
			if r.OfferedFrom != "yol" || maySee(b.actor, &r) != nil {
				b.Errorf("%s was handed over by %q", r.Number, r.OfferedFrom)
			}
		}
	})
}

func TestASearchNeverShowsMoreThanMaySee(t *testing.T) {
	atWork(t, func(b *street) {
		b.town(40)
		for _, r := range b.everything() {
			r.Description = "çukur"
			write(b.T, b.s.db, b.ctx, func(tx *db.Tx) error { keepWords(b.ctx, tx, &r); return nil })
			write(b.T, b.s.db, b.ctx, func(tx *db.Tx) error {
				_, err := tx.ExecContext(b.ctx, `UPDATE requests_requests SET description = 'çukur' WHERE tenant_id = $1 AND id = $2`, tx.Tenant(), r.ID)
				return err
			})
		}
		all := b.everything()
		rapid.Check(b.T, func(t *rapid.T) {
			a := anybody(t)
			found, err := b.s.searched(access.With(b.ctx, a), Filter{Limit: rowsPerPage}, "cuk")
			if err != nil {
				t.Fatal(err)
			}
			want := 0
			for i := range all {
				if maySee(a, &all[i]) == nil {
					want++
				}
			}
			for i := range found {
				if maySee(a, &found[i]) != nil {
					t.Fatalf("%s is shown", found[i].Number)
				}
			}
			if len(found) != want {
				t.Fatalf("%d are found of %d", len(found), want)
			}
		})
	})
}

func TestEveryViewAndFilterIsSaidInEveryLanguage(t *testing.T) {
	atWork(t, func(b *street) {
		b.told()
		for name, all := range closedLists {
			for _, word := range all {
				for _, lang := range []string{"tr", "fa", "en"} {
					b.wants(b.get("/staff/requests?"+name+"="+word+"&lang="+lang), http.StatusOK)
				}
			}
		}
		if names := slices.Sorted(maps.Keys(closedLists)); len(names) == 0 {
			b.Error("there is nothing to filter by")
		}
	})
}

// call takes a call as somebody and gives the number that is read out.
func (b *street) call(a access.Actor, more ...string) string {
	b.Helper()
	was := b.actor
	b.actor = a
	defer func() { b.actor = was }()
	form := typed(append([]string{"text", "Okulun önünde çukur var", "other", "YL01", "district", "turgutlu"}, more...)...)
	p := b.post("/staff/requests/new", form)
	number, ok := strings.CutPrefix(p.Header().Get("Location"), "/staff/requests/new/done/")
	if !ok {
		b.Fatalf("not taken: %d: %s", p.Code, head(p.body))
	}
	return number
}
