package calendar

import (
	"slices"
	"strings"
	"testing"
	"time"

	"mahalle/internal/city"
)

func TestACalendarIsRefused(t *testing.T) {
	utc := time.UTC
	plain := []Week{{Hours: turkishWeek}}
	monday := func(spans ...Span) []Week { return []Week{{Hours: on(spans, time.Monday)}} }
	years := func(n int) (list []Exception) {
		for d := range n {
			list = append(list, Exception{Day: city.Day(20000 + d), Kind: Closed})
		}
		return list
	}
	for name, tt := range map[string]struct {
		zone       *time.Location
		weeks      []Week
		exceptions []Exception
		want       string
	}{
		"no zone":                             {nil, plain, nil, "time zone"},
		"no week":                             {utc, nil, nil, "at least one week"},
		"a week that never opens":             {utc, []Week{{}}, nil, "closed for three years"},
		"a first week that never opens":       {utc, []Week{{}, {From: 20000, Hours: turkishWeek}}, nil, "closed for three years"},
		"a last week that never opens":        {utc, []Week{{Hours: turkishWeek}, {From: 20000}}, nil, "closed for three years"},
		"a closure that does not end":         {utc, plain, years(1200), "closed for three years"},
		"two weeks that begin together":       {utc, []Week{{Hours: turkishWeek}, {Hours: turkishWeek}}, nil, "two weeks begin on 1970-01-01"},
		"closing before opening":              {utc, monday(hours(12, 8)), nil, "Monday"},
		"hours that overlap":                  {utc, monday(hours(8, 12), hours(11, 17)), nil, "overlap"},
		"hours in the wrong order":            {utc, monday(hours(13, 17), hours(8, 12)), nil, "overlap"},
		"hours over midnight":                 {utc, monday(hours(22, 30)), nil, "leave the day"},
		"hours before midnight":               {utc, monday(hours(-2, 6)), nil, "leave the day"},
		"hours with seconds":                  {utc, monday(Span{time.Second, time.Hour}), nil, "whole minutes"},
		"a half-day that does not say when":   {utc, plain, []Exception{{Day: 20000, Kind: Half}}, "exception on 2024-10-04: it does not say which hours"},
		"a closed day with hours":             {utc, plain, []Exception{{Kind: Closed, Spans: []Span{hours(8, 9)}}}, "no opening hours"},
		"an exception of no kind":             {utc, plain, []Exception{{Kind: "maybe"}}, `"maybe" is not a kind`},
		"an exception with overlapping hours": {utc, plain, []Exception{{Kind: Open, Spans: []Span{hours(8, 9), hours(8, 9)}}}, "overlap"},
		"a year with five digits":             {utc, plain, []Exception{{Day: city.Date(20266, 1, 1), Kind: Closed}, {Day: 20000, Kind: Closed}}, "more than 200 years"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := New("works", tt.zone, tt.weeks, tt.exceptions)
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), `calendar "works"`) {
				t.Errorf("New() = %v, want %q in it", err, tt.want)
			}
		})
	}
}

func TestALongClosureIsBelieved(t *testing.T) {
	var list []Exception
	for d := range 1000 {
		list = append(list, Exception{Day: city.Day(20000 + d), Kind: Closed})
	}
	c := must(t, time.UTC, []Week{{Hours: turkishWeek}}, list...)
	if due := c.Due(city.Day(20000).At(0, time.UTC), Amount{1, WorkingDays}); city.DayOf(due, time.UTC) < 21000 {
		t.Errorf("Due = %v", due)
	}
}

func TestExceptionsActOneAfterTheOther(t *testing.T) {
	half := Exception{Kind: Half, Spans: []Span{hours(0, 13)}}
	shut := Exception{Kind: Closed}
	open := Exception{Kind: Open, Spans: []Span{hours(10, 14)}}
	wednesday, saturday := city.Date(2026, 11, 25), city.Date(2026, 11, 21)
	for name, tt := range map[string]struct {
		day  city.Day
		list []Exception
		want []Span
	}{
		"a half-day":                       {wednesday, []Exception{half}, []Span{hours(8, 12)}},
		"a half-day on a Saturday":         {saturday, []Exception{half}, nil},
		"an eve that falls on a feast":     {wednesday, []Exception{half, shut}, nil},
		"a feast that falls on an eve":     {wednesday, []Exception{shut, half}, nil},
		"a Saturday that is worked":        {saturday, []Exception{open}, []Span{hours(10, 14)}},
		"a feast on which we open":         {wednesday, []Exception{shut, open}, []Span{hours(10, 14)}},
		"opened, then closed by decree":    {wednesday, []Exception{open, shut}, nil},
		"opened, and it is an eve":         {saturday, []Exception{open, half}, []Span{hours(10, 13)}},
		"a morning that is shut":           {wednesday, []Exception{Shut(0, hours(0, 12), city.Text{})}, []Span{hours(13, 17)}},
		"a funeral from ten to eleven":     {wednesday, []Exception{Shut(0, hours(10, 11), city.Text{})}, []Span{hours(8, 10), hours(11, 12), hours(13, 17)}},
		"a half-day that leaves the lunch": {wednesday, []Exception{{Kind: Half, Spans: []Span{hours(12, 13)}}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			for i := range tt.list {
				tt.list[i].Day = tt.day
			}
			c := must(t, time.UTC, []Week{{Hours: turkishWeek}}, tt.list...)
			if got := c.Hours(tt.day); !slices.Equal(got, tt.want) {
				t.Errorf("Hours = %v, want %v", got, tt.want)
			}
			if got := c.IsWorking(tt.day); got != (len(tt.want) > 0) {
				t.Errorf("IsWorking = %v", got)
			}
			if got := c.Exceptions(tt.day); len(got) != len(tt.list) {
				t.Errorf("Exceptions = %v", got)
			}
		})
	}
}

func TestNobodyChangesACalendarFromOutside(t *testing.T) {
	spans := []Span{hours(8, 17)}
	weeks := []Week{{Hours: on(spans, time.Monday)}}
	exceptions := []Exception{{Day: 4, Kind: Open, Spans: []Span{hours(8, 9)}}}
	c := must(t, time.UTC, weeks, exceptions...)
	spans[0], weeks[0].Hours[time.Monday], exceptions[0].Spans[0] = hours(0, 1), nil, hours(0, 1)
	if got := c.Hours(city.Date(2026, 11, 23)); !slices.Equal(got, []Span{hours(8, 17)}) {
		t.Errorf("Monday = %v", got)
	}
	if got := c.Hours(4); !slices.Equal(got, []Span{hours(8, 9)}) {
		t.Errorf("the exception = %v", got)
	}
}
