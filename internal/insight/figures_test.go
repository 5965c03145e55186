package insight

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
)

// load is what one unit has open in one district.
func (w *town) load(district, unit string, due city.Day) Load {
	w.Helper()
	rows, err := openNow(w.at(), w.d.Read(w.at()), due, nil, nil)
	if err != nil {
		w.Fatal(err)
	}
	for _, r := range rows {
		if r.District == district && r.Unit == unit && r.Due == due {
			return r.Load
		}
	}
	return Load{}
}

func TestADistrictAndItsNeighbourhoodAreToldToForeignPages(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		w := newTown(t, d, anyTown())
		late := w.opens("turgutlu", "yol", time.Hour)
		w.opens("turgutlu", "yol", 48*time.Hour)
		w.finishes(w.opens("turgutlu", "yol", time.Hour))
		w.opens("salihli", "yol", time.Hour)
		w.fallsDue(late)
		want := Area{Open: 2, Late: 1, Received: 3, Finished: 1, At: w.now}
		if got, err := w.s.AreaFigures(w.at(), "turgutlu", true); err != nil || got != want {
			t.Errorf("the district: %+v, %v", got, err)
		}
		move := func(public int) {
			w.write(func(tx *db.Tx) error {
				_, err := tx.ExecContext(w.at(), `UPDATE requests_requests SET neighbourhood = 'yeni', public = $2, done_at = CASE WHEN open = 0 THEN opened_at ELSE 0 END WHERE tenant_id = $1 AND district = 'turgutlu'`, tx.Tenant(), public)
				return err
			})
		}
		move(1)
		if got, err := w.s.AreaFigures(w.at(), "yeni", false); err != nil || got != want {
			t.Errorf("the neighbourhood: %+v, %v", got, err)
		}
		move(0)
		if got, err := w.s.AreaFigures(w.at(), "yeni", false); err != nil || got != want {
			t.Errorf("remembered for some minutes: %+v, %v", got, err)
		}
		w.now = w.now.Add(areaFor)
		if got, err := w.s.AreaFigures(w.at(), "yeni", false); err != nil || got != (Area{At: w.now}) {
			t.Errorf("what is not public is counted: %+v, %v", got, err)
		}
	}, schemas...)
}

func (w *town) flow(district, unit string, first, last city.Day) Flow {
	w.Helper()
	rows, err := happened(w.at(), w.d.Read(w.at()), []string{district}, []string{unit}, first, last)
	if err != nil {
		w.Fatal(err)
	}
	var f Flow
	for _, r := range rows {
		f.add(r.Flow, 1)
	}
	return f
}

func TestWhatHappensToARequestMovesTheFigures(t *testing.T) {
	const day = 24 * time.Hour
	situations := map[string]struct {
		happens func(w *town)
		open    map[cell]Load // of every due day
		today   map[cell]Flow // by district, by unit
	}{
		"a resident asks": {
			func(w *town) { w.opens("turgutlu", "yol", 3*day) },
			map[cell]Load{{"turgutlu", "yol"}: {Open: 1, Fresh: 1}},
			map[cell]Flow{{"turgutlu", all}: {Opened: 1, OpenChange: 1}, {all, "yol"}: {Opened: 1, OpenChange: 1}},
		},
		"somebody is on it": {
			func(w *town) { w.takes(w.opens("turgutlu", "yol", 3*day)) },
			map[cell]Load{{"turgutlu", "yol"}: {Open: 1}},
			map[cell]Flow{{"turgutlu", all}: {Opened: 1, OpenChange: 1}},
		},
		"it is handed to another unit, which has it from the day it came": {
			func(w *town) { w.handsOver(w.opens("turgutlu", "yol", 3*day), "maski") },
			map[cell]Load{{"turgutlu", "yol"}: {}, {"turgutlu", "maski"}: {Open: 1, Offered: 1}},
			map[cell]Flow{{"turgutlu", all}: {Opened: 1, OpenChange: 1}, {all, "yol"}: {}, {all, "maski"}: {Opened: 1, OpenChange: 1}},
		},
		"it is moved to the next district": {
			func(w *town) { w.moves(w.opens("turgutlu", "yol", 3*day), "ahmetli", "yol") },
			map[cell]Load{{"turgutlu", "yol"}: {}, {"ahmetli", "yol"}: {Open: 1, Fresh: 1}},
			map[cell]Flow{{"turgutlu", all}: {}, {"ahmetli", all}: {Opened: 1, OpenChange: 1}, {all, "yol"}: {Opened: 1, OpenChange: 1}},
		},
		"its time runs out": {
			func(w *town) { w.fallsDue(w.opens("turgutlu", "yol", day)) },
			map[cell]Load{{"turgutlu", "yol"}: {Open: 1, Late: 1, Fresh: 1}},
			map[cell]Flow{{all, "yol"}: {Opened: 1, OpenChange: 1, LateChange: 1}},
		},
		"it is finished in time": {
			func(w *town) { w.finishes(w.opens("turgutlu", "yol", day)) },
			map[cell]Load{{"turgutlu", "yol"}: {}},
			map[cell]Flow{{all, "yol"}: {Opened: 1, Done: 1, OnTime: 1}},
		},
		"it is finished late": {
			func(w *town) { r := w.opens("turgutlu", "yol", day); w.fallsDue(r); w.finishes(r) },
			map[cell]Load{{"turgutlu", "yol"}: {}},
			map[cell]Flow{{all, "yol"}: {Opened: 1, Done: 1, DoneLate: 1}},
		},
		"it is finished and nothing had been promised": {
			func(w *town) { w.finishes(w.opens("turgutlu", "yol", 0)) },
			map[cell]Load{{"turgutlu", "yol"}: {}},
			map[cell]Flow{{all, "yol"}: {Opened: 1, Done: 1}},
		},
		"the resident says yes and smiles": {
			func(w *town) { r := w.opens("turgutlu", "yol", day); w.finishes(r); w.confirms(r, "happy") },
			map[cell]Load{{"turgutlu", "yol"}: {}},
			map[cell]Flow{{"turgutlu", all}: {Opened: 1, Done: 1, OnTime: 1, Confirmed: 1, Happy: 1}},
		},
		"the resident says no, and the city agrees": {
			func(w *town) {
				r := w.opens("turgutlu", "yol", day)
				w.finishes(r)
				w.objects(r, "angry", w.now.Add(3*day))
				w.reopens(r, w.now.Add(2*day))
			},
			map[cell]Load{{"turgutlu", "yol"}: {Open: 1, Reopened: 1}},
			map[cell]Flow{{"turgutlu", all}: {Opened: 1, Done: 1, OnTime: 1, Refuted: 1, Reopened: 1, Angry: 1, OpenChange: 1}},
		},
		"the resident says no, and nobody has decided": {
			func(w *town) {
				r := w.opens("turgutlu", "yol", day)
				w.finishes(r)
				w.objects(r, "sad", w.now.Add(3*day))
			},
			map[cell]Load{{"turgutlu", "yol"}: {Open: 1, Disputed: 1}},
			map[cell]Flow{{"turgutlu", all}: {Opened: 1, Done: 1, OnTime: 1, Refuted: 1, Sad: 1, OpenChange: 1}},
		},
		"the resident says nothing": {
			func(w *town) { r := w.opens("turgutlu", "yol", day); w.finishes(r); w.closes(r) },
			map[cell]Load{{"turgutlu", "yol"}: {}},
			map[cell]Flow{{"turgutlu", all}: {Opened: 1, Done: 1, OnTime: 1, Unconfirmed: 1}},
		},
		"nobody knows where it is": {
			func(w *town) { w.opens("", "yol", day) },
			map[cell]Load{{"", "yol"}: {Open: 1, Fresh: 1}},
			map[cell]Flow{{"", all}: {Opened: 1, OpenChange: 1}},
		},
	}
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		for name, tt := range situations {
			t.Run(name, func(t *testing.T) {
				w := newTown(t, d, anyTown())
				tt.happens(w)
				for at, want := range tt.open {
					if got := w.load(at.District, at.Unit, everyDay); got != want {
						t.Errorf("open in %v: %+v, want %+v", at, got, want)
					}
				}
				for at, want := range tt.today {
					if got := w.flow(at.District, at.Unit, w.today(), w.today()); got != want {
						t.Errorf("today in %v: %+v, want %+v", at, got, want)
					}
				}
			})
		}
	}, schemas...)
}

func TestARequestIsDueOnItsOwnDayOnly(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		w := newTown(t, d, "manisa")
		r := w.opens("turgutlu", "yol", 12*time.Hour) // until 21:30
		w.opens("turgutlu", "yol", 24*time.Hour)
		if got := w.load("turgutlu", "yol", w.today()); got.Open != 1 {
			t.Errorf("%d due today, want 1", got.Open)
		}
		w.asks(r)
		w.hears(r, w.now.Add(36*time.Hour))
		if got := w.load("turgutlu", "yol", w.today()); got.Open != 0 {
			t.Errorf("%d due today after the date moved, want 0", got.Open)
		}
		if got := w.load("turgutlu", "yol", w.today()+1); got.Open != 2 {
			t.Errorf("%d due tomorrow, want 2", got.Open)
		}
	}, schemas...)
}

// TestWhateverHappensTheFiguresAreARecount lets random things happen to random
// requests and counts everything again in the plainest way.
func TestWhateverHappensTheFiguresAreARecount(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		rapid.Check(t, func(r *rapid.T) {
			w := newTown(t, d, anyTown())
			m := &model{town: w, rapid: r, days: make(map[dayKey]Flow)}
			w.gather = true
			for range rapid.IntRange(1, 40).Draw(r, "events") {
				w.now = w.now.Add(time.Duration(rapid.IntRange(0, 30).Draw(r, "hours")) * time.Hour)
				m.somethingHappens()
			}
			w.commit()
			m.compare()
			for week := city.DayOf(monday, w.c.Zone()); week <= w.today(); week += 7 {
				if found, n, err := w.s.recount(w.at(), week); err != nil || len(found) > 0 {
					r.Fatalf("counting again finds %+v of %d, %v", found, n, err)
				}
			}
		})
	}, schemas...)
}

// model remembers what happened without any of our arithmetic.
type model struct {
	*town
	rapid    *rapid.T
	requests []*request
	days     map[dayKey]Flow // what happened, besides what was opened and what is open
}

var places, offices = []string{"turgutlu", "ahmetli", ""}, []string{"yol", "maski", "beyaz-masa"}

func (m *model) somethingHappens() {
	pick := func(label string, from []string) string { return rapid.SampledFrom(from).Draw(m.rapid, label) }
	due := time.Duration(rapid.IntRange(0, 100).Draw(m.rapid, "promised")) * time.Hour
	if len(m.requests) == 0 || rapid.IntRange(0, 3).Draw(m.rapid, "new") == 0 {
		m.requests = append(m.requests, m.opens(pick("district", places), pick("unit", offices), due))
		return
	}
	r := rapid.SampledFrom(m.requests).Draw(m.rapid, "request")
	switch does := rapid.IntRange(0, 6).Draw(m.rapid, "does"); {
	case r.status == "done" && does < 2:
		m.confirms(r, "happy")
		m.count(r, Flow{Confirmed: 1, Happy: 1})
	case r.status == "done" && does < 5:
		m.objects(r, "", m.now.Add(due))
		m.count(r, Flow{Refuted: 1})
	case r.status == "done":
		m.closes(r)
		m.count(r, Flow{Unconfirmed: 1})
	case r.status == "reopen_requested" && does < 3:
		m.reopens(r, m.now.Add(due))
		m.count(r, Flow{Reopened: 1})
	case r.status == "reopen_requested":
		m.refuses(r)
	case does == 6:
		m.moves(r, pick("to district", places), pick("to unit", offices))
	case r.status == "closed":
	case does == 0:
		m.takes(r)
	case does == 1:
		m.asks(r)
	case does == 2:
		m.handsOver(r, pick("to unit", offices))
	case does == 3 && !r.late:
		m.fallsDue(r)
	default:
		happened := Flow{Done: 1}
		if !r.due.IsZero() {
			happened.OnTime, happened.DoneLate = one(!r.late), one(r.late)
		}
		m.finishes(r)
		m.count(r, happened)
	}
}

func (m *model) count(r *request, f Flow) {
	for _, side := range []cell{{r.district, all}, {all, r.unit}} {
		sum := m.days[dayKey{side, m.today()}]
		sum.add(f, 1)
		m.days[dayKey{side, m.today()}] = sum
	}
}

// compare holds the figures against a plain count of the requests.
func (m *model) compare() {
	counted := newTally()
	counted.days = m.days
	for _, r := range m.requests {
		for _, side := range []cell{{r.district, all}, {all, r.unit}} {
			sum := counted.days[dayKey{side, m.c.Today(r.opened)}]
			sum.Opened++
			counted.days[dayKey{side, m.c.Today(r.opened)}] = sum
		}
		if !r.open() {
			continue
		}
		s := m.standing(r)
		for _, due := range []city.Day{everyDay, s.DueDay} {
			sum := counted.open[openKey{due, cell{r.district, r.unit}}]
			sum.Open++
			sum.Late += one(r.late)
			sum.Reopened += one(r.reopened > 0)
			sum.Fresh += one(r.status == "new")
			sum.Offered += one(r.status == "offered")
			sum.Asked += one(r.status == "asked")
			sum.Disputed += one(r.status == "reopen_requested")
			counted.open[openKey{due, cell{r.district, r.unit}}] = sum
		}
	}
	found, _ := account{kept: m.kept(), counted: counted}.differences()
	for _, d := range found {
		if d.Column != "open_change" && d.Column != "late_change" {
			m.rapid.Errorf("%+v", d)
		}
	}
	m.compareChanges()
}

// compareChanges: the changes of all days together are what is open in the end.
func (m *model) compareChanges() {
	for _, district := range places {
		var open, late int64
		for _, r := range m.requests {
			if r.district == district && r.open() {
				open, late = open+1, late+one(r.late)
			}
		}
		if f := m.flow(district, all, 0, m.today()); f.OpenChange != open || f.LateChange != late {
			m.rapid.Errorf("%q: the days add up to %d open and %d late, want %d and %d", district, f.OpenChange, f.LateChange, open, late)
		}
	}
}

// kept reads all figures of the town as they are.
func (m *model) kept() tally {
	t := newTally()
	q := m.d.Read(m.at())
	open, err := db.All(m.at(), q, scanOpen, `SELECT due_day, district, unit, `+loads+` FROM insight_open WHERE tenant_id = $1`, q.Tenant())
	if err != nil {
		m.rapid.Fatal(err)
	}
	for _, o := range open {
		t.open[o.openKey] = o.Load
	}
	for day := city.DayOf(monday, m.c.Zone()); day <= m.today(); day++ {
		rows, err := happened(m.at(), q, append([]string{all}, places...), append([]string{all}, offices...), day, day)
		if err != nil {
			m.rapid.Fatal(err)
		}
		for _, f := range rows {
			t.days[dayKey{f.cell, day}] = f.Flow
		}
	}
	return t
}
