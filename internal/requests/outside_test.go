package requests

import (
	"strings"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
)

func TestTheCitysUnitStaysInChargeOfWhatIsOutside(t *testing.T) {
	r := Request{Status: Working, Unit: "yol", Department: "fen"}
	if err := r.HandOver("elektrik", "", true); err != nil || r.Status != Forwarded || r.OfferedFrom != "yol" {
		t.Fatalf("%+v, %v", r, err)
	}
	if err := r.Accept(); err != nil || r.Status != Forwarded || r.OfferedFrom != "yol" {
		t.Errorf("after they took it on: %+v, %v", r, err)
	}
	if err := r.HandOver("dogalgaz", "", true); err != nil || r.OfferedFrom != "yol" {
		t.Errorf("passed on to another body, %q is in charge: %v", r.OfferedFrom, err)
	}
	if err := r.Return(r.OfferedFrom, "masa"); err != nil || r.Unit != "yol" || r.Status != New {
		t.Errorf("returned: %+v, %v", r, err)
	}
	if err := r.HandOver("elektrik", "", true); err != nil {
		t.Fatal(err)
	}
	if err := r.Return(r.OfferedFrom, "masa"); err != nil || r.Unit != "masa" {
		t.Errorf("returned twice it is with %q: %v", r.Unit, err)
	}
	if err := r.Return("yol", "masa"); fault.KindOf(err) != fault.Conflict {
		t.Errorf("what nobody offered is returned: %v", err)
	}
}

func TestWhatWentOutsideAtOnceComesBackToTheDesk(t *testing.T) {
	r := Request{Status: Forwarded, Unit: "elektrik"}
	if err := r.Return(r.OfferedFrom, "masa"); err != nil || r.Unit != "masa" {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestResidentsReadWhatABodyOutsideSaid(t *testing.T) {
	catalog, err := i18n.NewCatalog(Locales)
	if err != nil {
		t.Fatal(err)
	}
	l := catalog.Locale(city.Turkish, time.UTC)
	today := func(at time.Time) city.Day { return city.DayOf(at, time.UTC) }
	now := time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)
	for name, tt := range map[string]struct {
		c    Custody
		want int // sentences
	}{
		"nothing yet":           {Custody{Since: now}, 2},
		"theirs":                {Custody{Since: now, Accepted: now}, 2},
		"theirs by a day":       {Custody{Since: now, Accepted: now, Until: today(now) + 3}, 2},
		"by a day that is over": {Custody{Since: now, Accepted: now, Until: today(now) - 1}, 3},
	} {
		if said := tt.c.say(l, "GDZ", today, now); len(said) != tt.want || strings.Contains(strings.Join(said, ""), "⟦") {
			t.Errorf("%s: %q", name, said)
		}
	}
}
