package calendar

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"mahalle/internal/city"
)

// What holds for every calendar and every moment.

var zones = []string{"Europe/Istanbul", "Asia/Tehran", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe", "UTC"}

func someSpans(t *rapid.T, label string) []Span {
	var spans []Span
	at := 0
	for range rapid.IntRange(0, 3).Draw(t, label) {
		if at >= 24*60 {
			break
		}
		from := rapid.IntRange(at, 24*60-1).Draw(t, "from")
		to := rapid.IntRange(from+1, 24*60).Draw(t, "to")
		spans = append(spans, Span{time.Duration(from) * time.Minute, time.Duration(to) * time.Minute})
		at = to
	}
	return spans
}

func someWeek(t *rapid.T, from int) Week {
	w := Week{From: city.Day(from)}
	for d := range w.Hours {
		w.Hours[d] = someSpans(t, "spans of a weekday")
	}
	w.Hours[time.Tuesday] = []Span{hours(9, 17)}
	return w
}

func someCalendar(t *rapid.T, zones []string) *Calendar {
	z, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
	if err != nil {
		t.Fatal(err)
	}
	start := rapid.IntRange(15000, 21000).Draw(t, "start")
	weeks := []Week{someWeek(t, start), someWeek(t, start+rapid.IntRange(1, 60).Draw(t, "second week"))}
	var exceptions []Exception
	for range rapid.IntRange(0, 8).Draw(t, "exceptions") {
		e := Exception{Day: city.Day(start + rapid.IntRange(-10, 90).Draw(t, "day"))}
		e.Kind = rapid.SampledFrom([]Kind{Closed, Half, Open}).Draw(t, "kind")
		if e.Kind != Closed {
			e.Spans = append(someSpans(t, "spans of an exception"), Span{24*time.Hour - time.Minute, 24 * time.Hour})
			if len(e.Spans) > 1 {
				e.Spans = e.Spans[:len(e.Spans)-1]
			}
		}
		exceptions = append(exceptions, e)
	}
	c, err := New("some", z, weeks, exceptions)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func someMoment(t *rapid.T, c *Calendar, label string) time.Time {
	seconds := rapid.IntRange(-20*86400, 120*86400).Draw(t, label)
	return time.Unix(int64(c.first)*86400+int64(seconds), int64(seconds%1000)*int64(time.Microsecond))
}

func TestSomethingOpenedLaterIsNeverDueEarlier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := someCalendar(t, zones)
		a := Amount{rapid.IntRange(1, 40).Draw(t, "n"), rapid.SampledFrom(Units).Draw(t, "unit")}
		opened := someMoment(t, c, "opened")
		after := opened.Add(time.Duration(rapid.Int64Range(0, 3*86400*1e6).Draw(t, "later")) * time.Microsecond)
		due, dueAfter := c.Due(opened, a), c.Due(after, a)
		if due.Before(opened) || dueAfter.Before(after) {
			t.Fatalf("opened %v, due %v", opened, due)
		}
		if dueAfter.Before(due) {
			t.Fatalf("opened %v, due %v; opened %v, due %v", opened, due, after, dueAfter)
		}
	})
}

func TestWorkingHoursAreWorked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := someCalendar(t, zones)
		n := rapid.IntRange(1, 60).Draw(t, "n")
		opened := someMoment(t, c, "opened")
		due := c.Due(opened, Amount{n, WorkingHours})
		if got := c.Worked(opened, due); got != time.Duration(n)*time.Hour {
			t.Fatalf("from %v to %v worked %v, want %d h", opened, due, got, n)
		}
		if again := c.After(opened, time.Duration(n)*time.Hour); !again.Equal(due) {
			t.Fatalf("After(%v) = %v, Due = %v", opened, again, due)
		}
		if c.After(opened, 0) != opened {
			t.Fatal("no time at all moves the moment")
		}
	})
}

func TestTimeWorkedAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := someCalendar(t, zones)
		a := someMoment(t, c, "a")
		b := a.Add(time.Duration(rapid.Int64Range(0, 9*86400).Draw(t, "b")) * time.Second)
		d := b.Add(time.Duration(rapid.Int64Range(0, 9*86400).Draw(t, "c")) * time.Second)
		if whole, parts := c.Worked(a, d), c.Worked(a, b)+c.Worked(b, d); whole != parts {
			t.Fatalf("worked %v in all and %v in parts", whole, parts)
		}
	})
}

// A clerk with a watch, who looks every minute, counts the same.
func TestTheClerkCountsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := someCalendar(t, []string{"Europe/Istanbul", "UTC"})
		from := someMoment(t, c, "from").Truncate(time.Minute)
		if from.Before(time.Date(2017, 1, 1, 0, 0, 0, 0, time.UTC)) {
			from = from.AddDate(20, 0, 0) // since then no clock has changed in Turkey
		}
		to := from.Add(time.Duration(rapid.IntRange(0, 4*24*60).Draw(t, "minutes")) * time.Minute)
		var want time.Duration
		for at := from; at.Before(to); at = at.Add(time.Minute) {
			here := at.In(c.Zone)
			since := time.Duration(here.Hour())*time.Hour + time.Duration(here.Minute())*time.Minute
			for _, s := range c.Hours(city.DayOf(at, c.Zone)) {
				if s.From <= since && since < s.To {
					want += time.Minute
				}
			}
		}
		if got := c.Worked(from, to); got != want {
			t.Fatalf("from %v to %v: %v, the clerk says %v", from, to, got, want)
		}
	})
}

// The remembered offset gives the same moments as asking the zone every time.
func TestTheWallClockIsReadAlikeInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		z, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		w := &wall{zone: z}
		for range 10 {
			day := city.Day(rapid.IntRange(-20000, 30000).Draw(t, "day"))
			since := time.Duration(rapid.IntRange(0, 24*60).Draw(t, "minutes")) * time.Minute
			if got, want := w.at(day, since), (&wall{zone: z}).at(day, since); !got.Equal(want) {
				t.Fatalf("%v + %v = %v, asked alone %v", day, since, got, want)
			}
		}
	})
}

// Counted by hand, day after day, the Nth working day after the day of receipt
// is the day on which it is due, and its last open minute is the last second.
func TestWorkingDaysAreCountedLikeOnTheWall(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := someCalendar(t, zones)
		n := rapid.IntRange(1, 40).Draw(t, "n")
		opened := someMoment(t, c, "opened")
		due := c.Due(opened, Amount{n, WorkingDays})
		day, counted := city.DayOf(opened, c.Zone), 0
		for counted < n {
			if day++; c.IsWorking(day) {
				counted++
			}
		}
		if got := city.DayOf(due.Add(-time.Nanosecond), c.Zone); got != day {
			t.Fatalf("opened %v, due %v, counted %v", opened, due, day)
		}
		if left := c.Worked(due, c.wall().at(day+1, 0)); left > time.Second {
			t.Fatalf("due %v, %v before it closes", due, left)
		}
	})
}

// Whoever writes at any moment of a day, the first or the last, has the same date.
func TestTheHourOfReceiptMovesNoDayThatIsCounted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := someCalendar(t, zones)
		a := Amount{rapid.IntRange(1, 40).Draw(t, "n"), rapid.SampledFrom([]Unit{CalendarDays, WorkingDays}).Draw(t, "unit")}
		day := city.DayOf(someMoment(t, c, "opened"), c.Zone)
		first, last := c.wall().at(day, 0), c.wall().at(day+1, 0).Add(-time.Microsecond)
		if early, late := c.Due(first, a), c.Due(last, a); !early.Equal(late) {
			t.Fatalf("%v is due %v, %v is due %v", first, early, last, late)
		}
		if next := c.Due(last.Add(time.Microsecond), a); a.Unit == CalendarDays && !next.After(c.Due(last, a)) {
			t.Fatalf("midnight began no day: %v", next)
		}
	})
}

// What was worked is given back by After, and After by Worked, whatever the
// clocks of the zone did in between.
func TestAfterAndWorkedUndoEachOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := someCalendar(t, zones)
		from := someMoment(t, c, "from")
		length := time.Duration(rapid.Int64Range(1, int64(200*time.Hour/time.Microsecond)).Draw(t, "length")) * time.Microsecond
		at := c.After(from, length)
		if got := c.Worked(from, at); got != length {
			t.Fatalf("After %v is %v, of which %v are worked", length, at, got)
		}
		if sooner := c.Worked(from, at.Add(-time.Microsecond)); sooner != length-time.Microsecond {
			t.Fatalf("a moment before, %v of %v are worked: it is not the first such moment", sooner, length)
		}
	})
}
