package insight

import (
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/tenant"
)

// aWeekOfLife lets enough happen that every figure has something in it, and
// ends on Monday of the next week.
func (w *town) aWeekOfLife() {
	w.Helper()
	const day = 24 * time.Hour
	w.gather = true
	late := w.opens("turgutlu", "yol", day)
	moved := w.opens("turgutlu", "yol", 9*day)
	kept := w.opens("ahmetli", "maski", 2*day)
	w.opens("", "beyaz-masa", 0)
	w.now = w.now.Add(day)
	w.handsOver(moved, "maski")
	w.moves(moved, "ahmetli", "yol")
	w.finishes(kept)
	w.objects(kept, "angry", w.now.Add(3*day))
	w.fallsDue(late)
	w.now = w.now.Add(day)
	w.reopens(kept, w.now.Add(9*day))
	w.finishes(late)
	w.confirms(late, "happy")
	w.now = monday.Add(7 * day)
	w.opens("turgutlu", "yol", day)
	w.gather = false
	w.commit()
}

// tamper changes rows behind everybody's back.
func (w *town) tamper(text string, args ...any) {
	w.Helper()
	w.write(func(tx *db.Tx) error {
		res, err := tx.ExecContext(w.at(), text, append([]any{tx.Tenant()}, args...)...)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); n == 0 || err != nil {
			w.Errorf("%s touched nothing: %v", text, err)
		}
		return nil
	})
}

func TestTheNightFindsWhatHasDrifted(t *testing.T) {
	week := city.DayOf(monday, time.UTC)
	situations := map[string]struct {
		happens func(w *town)
		week    city.Day
		table   string // of the first difference; "" when nothing is found
		column  string
	}{
		"nothing has": {func(*town) {}, week, "", ""},
		"something is open that nobody counts": {func(w *town) {
			w.tamper(`UPDATE insight_open SET n = n + 1 WHERE tenant_id = $1 AND district = 'ahmetli' AND unit = 'yol' AND due_day = -1`)
		}, week, "open", "n"},
		"a request changed its unit behind our back": {func(w *town) {
			w.tamper(`UPDATE requests_requests SET unit = 'yol' WHERE tenant_id = $1 AND unit = 'beyaz-masa'`)
		}, week, "open", "n"},
		"a request is late and not counted so": {func(w *town) {
			w.tamper(`UPDATE requests_requests SET late = 1 WHERE tenant_id = $1 AND unit = 'beyaz-masa'`)
		}, week, "open", "late"},
		"a request counts twice on its first day": {func(w *town) {
			w.tamper(`UPDATE insight_days SET opened = 2 WHERE tenant_id = $1 AND day = $2 AND district = '' AND unit = '*'`, week)
		}, week, "days", "opened"},
		"a resident's no got lost": {func(w *town) {
			w.tamper(`UPDATE insight_days SET refuted = 0 WHERE tenant_id = $1 AND refuted = 1 AND district = 'ahmetli'`)
		}, week, "days", "refuted"},
		"a day disappeared": {func(w *town) {
			w.tamper(`DELETE FROM insight_days WHERE tenant_id = $1 AND day = $2 AND unit = 'maski'`, week+1)
		}, week, "days", "done"},
		"another week's figure, which is for another night": {func(w *town) {
			w.tamper(`UPDATE insight_days SET refuted = 0 WHERE tenant_id = $1 AND refuted = 1 AND district = 'ahmetli'`)
		}, week + 7, "", ""},
	}
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		for name, tt := range situations {
			t.Run(name, func(t *testing.T) {
				w := newTown(t, d, anyTown())
				w.aWeekOfLife()
				newTown(t, d, anyTown()).opens("m14", "omran", time.Hour) // another city's rows are its own
				tt.happens(w)
				found, err := w.s.Check(w.at(), tt.week)
				if err != nil || found.Counted == 0 {
					t.Fatalf("compared %d, %v", found.Counted, err)
				}
				kept, err := Drifts(w.at(), w.d.Read(w.at()), 9)
				if err != nil || len(kept) != 1 || kept[0].Differences != found.Differences || kept[0].Week != tt.week {
					t.Fatalf("kept %+v, %v", kept, err)
				}
				if tt.table == "" {
					if found.Differences != 0 {
						t.Errorf("found %+v", found.Detail)
					}
					return
				}
				if len(kept[0].Detail) == 0 || kept[0].Detail[0].Table != tt.table || kept[0].Detail[0].Column != tt.column {
					t.Errorf("found %+v, want %s in %s first", kept[0].Detail, tt.column, tt.table)
				}
			})
		}
	}, schemas...)
}

func TestEmptyRowsOfDaysGoneByAreClearedAway(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		w := newTown(t, d, "manisa")
		w.finishes(w.opens("turgutlu", "yol", time.Hour))
		w.opens("turgutlu", "maski", time.Hour)
		w.now = w.now.AddDate(0, 0, 2)
		if _, err := w.s.Check(w.at(), w.today()-7); err != nil {
			t.Fatal(err)
		}
		n, err := db.One(w.at(), d.Read(w.at()), db.Value[int], `SELECT count(*) FROM insight_open WHERE tenant_id = $1 AND due_day > 0`, w.c.ID)
		if err != nil || n != 1 {
			t.Errorf("%d rows of days gone by, want the one in which something is open; %v", n, err)
		}
	}, schemas...)
}

func TestTheRecountComesRoundByItselfEveryNight(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		w := newTown(t, d, "manisa")
		w.aWeekOfLife()
		r := &jobs.Runner{DB: d, Cities: func() []*tenant.City { return []*tenant.City{w.c} }}
		w.s.Register(r)
		for range 3 {
			r.Round(w.at())
		}
		kept, err := Drifts(w.at(), d.Read(w.at()), 9)
		if err != nil || len(kept) != 1 || kept[0].Differences != 0 {
			t.Errorf("kept %+v, %v", kept, err)
		}
	}, schemas...)
}

func TestTheWeekCountedAgainIsOverAndOfTheLastYear(t *testing.T) {
	for range 200 {
		if week := someWeek(20_000); week > 20_000-7 || week < 20_000-7*52 {
			t.Fatalf("counts the week from day %d on day 20000", week)
		}
	}
}
