package insight

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
)

// BenchmarkPagesOverAMillionRequests shows the pages of a city in which a
// million requests came in three years and thirty thousand are open. What the
// figures and the ledger then hold is written straight away.
func BenchmarkPagesOverAMillionRequests(b *testing.B) {
	w := largeCity(b)
	for name, visit := range map[string]struct{ who, path string }{
		"a chief's morning": {"chief", "/staff/districts"},
		"one district":      {"deputy", "/staff/districts/d3"},
		"every district":    {"deputy", "/staff/districts"},
		"the whole city":    {"deputy", "/staff/city"},
		"an officer's day":  {"officer", "/staff"},
		"the clerk's desk":  {"clerk", "/staff"},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if answer := w.get(visit.who, visit.path); answer.Code != http.StatusOK {
					b.Fatalf("answered %d", answer.Code)
				}
			}
		})
	}
	b.Run("the first page", func(b *testing.B) {
		for b.Loop() {
			w.now = w.now.Add(time.Minute) // never from memory
			if _, err := w.s.HomeFigures(w.at()); err != nil {
				b.Fatal(err)
			}
		}
	})
}

const (
	manyDistricts = 17
	manyUnits     = 70
	manyDays      = 3 * 365
	manyOpen      = 30_000
)

func largeCity(b *testing.B) *town {
	b.Helper()
	d, err := db.Open("sqlite:" + b.TempDir() + "/city.db")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = d.Close() })
	if err := d.Migrate(b.Context(), schemas...); err != nil {
		b.Fatal(err)
	}
	w := newTown(b, d, "manisa")
	chief := people["chief"]
	chief.Districts = []string{"d1", "d2"}
	people["chief"] = chief
	var districts []District
	var units []Unit
	for i := range manyDistricts {
		districts = append(districts, District{Code: code("d", i), Name: city.Text{TR: code("D", i)}, Population: 90_000})
	}
	for i := range manyUnits {
		units = append(units, Unit{Code: unit(i), Department: unit(i % 20)})
	}
	w.s.needs.Districts = func(context.Context) []District { return districts }
	w.s.needs.Units = func(context.Context) []Unit { return units }
	if err := d.WriteMany(w.at(), w.fillYears); err != nil {
		b.Fatal(err)
	}
	return w
}

func code(of string, i int) string { return fmt.Sprint(of, i) }

// unit is the code of the i-th unit; the officer's is the first.
func unit(i int) string {
	if i == 0 {
		return people["officer"].Unit
	}
	return code("u", i)
}

func (w *town) fillYears(tx *db.Tx) error {
	for day := w.today() - manyDays; day <= w.today(); day++ {
		t := newTally()
		for i := range manyUnits {
			at := cell{code("d", i%manyDistricts), unit(i)}
			t.happen(at, day, Flow{Opened: 13, Done: 13, OnTime: 11, DoneLate: 2, Confirmed: 5, Refuted: 1})
		}
		if err := keep(w.at(), tx, t); err != nil {
			return err
		}
	}
	return w.fillOpen(tx)
}

// fillOpen makes what is open, each with its promise.
func (w *town) fillOpen(tx *db.Tx) error {
	w.now = w.now.Add(-10 * 24 * time.Hour)
	defer func() { w.now = w.now.Add(10 * 24 * time.Hour) }()
	for i := range manyOpen {
		district, of := code("d", i%manyDistricts), unit(i%manyUnits)
		due := w.now.Add(time.Duration(i%40-20)*24*time.Hour + 10*24*time.Hour)
		t := newTally()
		for _, day := range []city.Day{everyDay, w.c.Today(due)} {
			t.open[openKey{day, cell{district, of}}] = Load{Open: 1, Late: int64(i % 40 / 30), Fresh: 1}
		}
		if err := keep(w.at(), tx, t); err != nil {
			return err
		}
		if err := w.promise(tx, fmt.Sprintf("MNS-26-%06d-K", i), "YL01", district, of, "", due); err != nil {
			return err
		}
	}
	return nil
}
