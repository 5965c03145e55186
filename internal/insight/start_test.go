package insight

import (
	"slices"
	"strings"
	"testing"
	"time"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
)

func TestTabsSayHowManyStandUnderThem(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		w := busyTown(t, d)
		all := w.s.InList(access.With(w.at(), people["clerk"]))
		for who, tt := range map[string]struct{ known, all bool }{
			"deputy": {true, true}, "chief": {true, false}, "officer": {true, false}, "headman": {}, "council": {}, "chief of nowhere": {},
		} {
			got := w.s.InList(access.With(w.at(), people[who]))
			if (got != nil) != tt.known {
				t.Errorf("%s: counts %v", who, got)
			}
			if tt.known && (got["open"] == all["open"]) != tt.all {
				t.Errorf("%s: %d open of %d", who, got["open"], all["open"])
			}
		}
		if all["open"] == 0 || all["late"] > all["open"] {
			t.Errorf("the whole city: %v", all)
		}
	}, schemas...)
}

func TestAnInspectorBeginsWhereTheCitysWordAndTheResidentsDoNotMeet(t *testing.T) {
	people["inspector"] = access.Actor{WholeCity: true, Unit: "teftis", Permissions: may(seesAll, seesRequests, CanSeeCity, audits)}
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		w := busyTown(t, d)
		page := w.get("inspector", "/staff?lang=en")
		for _, want := range []string{"Worth inspecting", "closed unconfirmed", "confirmed=none", "confirmed=no", "reopened=1", `name="q"`} {
			if !strings.Contains(page.Body.String(), want) {
				t.Errorf("the page lacks %q", want)
			}
		}
	}, schemas...)
}

func TestACouncilMemberSortsTheCityWithoutAnybodysCase(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		w := busyTown(t, d)
		page := w.get("council", "/staff?by=open&lang=en").Body.String()
		if !strings.Contains(page, `class="chip on" aria-current="true" href="/staff?by=open"`) || !strings.Contains(page, `href="/services"`) {
			t.Error("the page is not sorted as asked, or leads nowhere")
		}
		if strings.Contains(page, "/staff/requests") || strings.Contains(page, "/staff/city") {
			t.Error("a figure leads to cases")
		}
	}, schemas...)
}

func TestWhatIsReportedMostComesFirst(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		w := newTown(t, d, anyTown())
		for range 3 {
			w.opens("turgutlu", "yol", 48*time.Hour)
		}
		got, err := w.s.Popular(w.at())
		if err != nil || len(got) == 0 {
			t.Fatalf("%v, %v", got, err)
		}
		w.now = w.now.Add(time.Minute)
		if again, _ := w.s.Popular(w.at()); !slices.Equal(got, again) {
			t.Error("it changed within ten minutes")
		}
	}, schemas...)
}
