package calendar

import (
	"testing"
	"time"

	"mahalle/internal/city"
)

// Calendars as real cities have them, with the few feasts the tests speak of.

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func day(t testing.TB, iso string) city.Day {
	t.Helper()
	d, err := city.ParseDay(iso)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func hours(from, to int) Span {
	return Span{time.Duration(from) * time.Hour, time.Duration(to) * time.Hour}
}

// on gives the same hours to some days of the week.
func on(spans []Span, days ...time.Weekday) (week [7][]Span) {
	for _, d := range days {
		week[d] = spans
	}
	return week
}

func closed(t testing.TB, days ...string) []Exception {
	var list []Exception
	for _, d := range days {
		list = append(list, Exception{Day: day(t, d), Kind: Closed})
	}
	return list
}

func must(t testing.TB, zone *time.Location, weeks []Week, exceptions ...Exception) *Calendar {
	t.Helper()
	c, err := New("test", zone, weeks, exceptions)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var turkishWeek = on([]Span{hours(8, 12), hours(13, 17)},
	time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday)

// manisa in 2026: eves close at 13:00.
func manisa(t testing.TB) *Calendar {
	exceptions := closed(t, "2026-01-01", "2026-03-20", "2026-03-21", "2026-03-22", "2026-04-23", "2026-05-01",
		"2026-05-19", "2026-05-27", "2026-05-28", "2026-05-29", "2026-05-30", "2026-07-15", "2026-08-30",
		"2026-10-29", "2027-01-01")
	for _, eve := range []string{"2026-03-19", "2026-05-26", "2026-10-28"} {
		exceptions = append(exceptions, Exception{Day: day(t, eve), Kind: Half, Spans: []Span{hours(0, 13)},
			Name: city.Text{TR: "arife"}})
	}
	return must(t, zone(t, "Europe/Istanbul"), []Week{{Hours: turkishWeek}}, exceptions...)
}

// tehran in 1404: Thursdays work in the morning until the decree of 20
// Ordibehesht closes them and moves the hours; from Mehr they are back; in
// winter the offices open at eight.
func tehran(t testing.TB) *Calendar {
	workdays := []time.Weekday{time.Saturday, time.Sunday, time.Monday, time.Tuesday, time.Wednesday}
	plain := on([]Span{hours(7, 14)}, workdays...)
	plain[time.Thursday] = []Span{hours(7, 12)}
	weeks := []Week{
		{From: day(t, "2025-12-22"), Hours: on([]Span{hours(8, 14)}, workdays...)}, // 1 Dey
		{From: day(t, "2021-03-21"), Hours: plain},
		{From: day(t, "2025-05-10"), Hours: on([]Span{hours(6, 13)}, workdays...)}, // 20 Ordibehesht
		{From: day(t, "2025-09-23"), Hours: plain},                                 // 1 Mehr
	}
	exceptions := closed(t, "2025-03-19", "2025-03-20", "2026-03-20", "2025-06-04", "2025-06-05")
	for d := day(t, "2026-03-21"); d <= day(t, "2026-04-02"); d++ { // 1 to 13 Farvardin 1405
		exceptions = append(exceptions, Exception{Day: d, Kind: Closed, Name: city.Text{FA: "نوروز"}})
	}
	return must(t, zone(t, "Asia/Tehran"), weeks, exceptions...)
}

// ramadan is an office that works from eight to four, and from nine to two while
// its people fast: 18 February to 20 March 2026. It rests on Thursday and Friday.
func ramadan(t testing.TB) *Calendar {
	workdays := []time.Weekday{time.Saturday, time.Sunday, time.Monday, time.Tuesday, time.Wednesday}
	plain := on([]Span{hours(8, 16)}, workdays...)
	return must(t, zone(t, "Asia/Tehran"), []Week{{Hours: plain},
		{From: day(t, "2026-02-18"), Hours: on([]Span{hours(9, 14)}, workdays...)}, {From: day(t, "2026-03-21"), Hours: plain}})
}

// always is a desk that never closes.
func always(t testing.TB, name string) *Calendar {
	return must(t, zone(t, name), []Week{{Hours: on([]Span{hours(0, 24)}, 0, 1, 2, 3, 4, 5, 6)}})
}

// nights is a desk that is open from midnight to six.
func nights(t testing.TB, name string) *Calendar {
	return must(t, zone(t, name), []Week{{Hours: on([]Span{hours(0, 6)}, 0, 1, 2, 3, 4, 5, 6)}})
}
