package promises

import (
	"os"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"mahalle/internal/city"
	"mahalle/internal/citypack"
	"mahalle/internal/platform/calendar"
)

// What holds for every promise in the calendars of real cities: half-days, feasts
// and their eves, Nowruz, Thursdays that open and close, decrees entered late.

var packs = []struct {
	folder string
	years  [2]int // between them the pack knows the feasts
}{{"manisa", [2]int{2024, 2027}}, {"tehran", [2]int{2021, 2027}}}

func realBooks(t *testing.T) []Book {
	t.Helper()
	var all []Book
	for _, p := range packs {
		pack, err := citypack.Read(os.DirFS("../../cities/" + p.folder))
		if err != nil {
			t.Fatal(err)
		}
		for _, code := range []string{"office", "field"} {
			b := Book{Code: code}
			for _, w := range pack.Weeks {
				if w.Calendar == code {
					b.Weeks = append(b.Weeks, Week{Week: w.Week})
				}
			}
			for _, h := range pack.Holidays {
				if h.Calendar == code {
					b.Exceptions = append(b.Exceptions, Exception{Exception: calendar.Shut(h.Day, h.Closed, h.Name)})
				}
			}
			all = append(all, b)
		}
	}
	return all
}

// zones: Iran had summer time until 2022, Turkey until 2016.
var zones = []string{"Europe/Istanbul", "Asia/Tehran"}

func zoneOf(t *rapid.T, i int) *time.Location {
	zone, err := time.LoadLocation(zones[i])
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// some draws a calendar of a real city, and a moment near what is special in it.
func some(t *rapid.T, all []Book) (Book, *time.Location, time.Time) {
	i := rapid.IntRange(0, len(all)-1).Draw(t, "calendar")
	zone := zoneOf(t, i/2)
	near := []city.Day{city.Date(2021, 3, 20), city.Date(2021, 9, 21), city.Date(2022, 9, 20), city.Date(2025, 3, 19), city.Date(2026, 3, 19),
		city.Date(2024, 4, 9), city.Date(2026, 5, 26), city.Date(2025, 5, 9), city.Date(2026, 10, 28), city.Date(2016, 3, 27)}
	day := rapid.SampledFrom(near).Draw(t, "near") + city.Day(rapid.IntRange(-25, 25).Draw(t, "day"))
	minutes := rapid.OneOf(rapid.IntRange(0, 24*60), rapid.SampledFrom([]int{0, 6 * 60, 8 * 60, 13 * 60, 17 * 60, 24 * 60})).Draw(t, "minutes")
	return all[i], zone, day.At(time.Duration(minutes)*time.Minute, zone).UTC()
}

func calendarOf(t *rapid.T, b Book, zone *time.Location) *calendar.Calendar {
	cal, err := b.Calendar(zone)
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

func someAmount(t *rapid.T) calendar.Amount {
	return calendar.Amount{N: rapid.IntRange(1, 30).Draw(t, "n"), Unit: rapid.SampledFrom(calendar.Units).Draw(t, "unit")}
}

func made(cal *calendar.Calendar, opened time.Time, a calendar.Amount) *Promise {
	p := &Promise{State: Open, Opened: opened, Amount: a, MayPause: true}
	p.setDue(cal.Due(opened, a).UTC())
	return p
}

// decree is a change as cities make them, perhaps of a day that is past.
func decree(t *rapid.T, b Book, around time.Time) Entry {
	day := city.DayOf(around, time.UTC) + city.Day(rapid.IntRange(-10, 30).Draw(t, "decree"))
	morning := []calendar.Span{{From: 6 * time.Hour, To: 13 * time.Hour}}
	e := Entry{ID: city.NewID()}
	switch rapid.IntRange(0, 2).Draw(t, "kind") {
	case 0:
		for i := range city.Day(rapid.IntRange(1, 9).Draw(t, "days")) {
			e.Days = append(e.Days, calendar.Exception{Day: day + i, Kind: calendar.Closed})
		}
	case 1:
		e.Days = []calendar.Exception{{Day: day, Kind: calendar.Half, Spans: morning}}
	default:
		for slices.ContainsFunc(b.Weeks, func(w Week) bool { return w.From == day }) {
			day++ // two weeks cannot begin on one day
		}
		w := calendar.Week{From: day}
		for d := range w.Hours {
			if d != int(time.Friday) && d != int(time.Thursday) {
				w.Hours[d] = morning
			}
		}
		e.Weeks = []calendar.Week{w}
	}
	return e
}

func TestADateIsNeverBeforeTheOpeningAndNeverOvertakesALaterOne(t *testing.T) {
	all := realBooks(t)
	rapid.Check(t, func(t *rapid.T) {
		b, zone, opened := some(t, all)
		cal, a := calendarOf(t, b, zone), someAmount(t)
		later := opened.Add(time.Duration(rapid.IntRange(0, 5*24*60).Draw(t, "later")) * time.Minute)
		first, second := made(cal, opened, a), made(cal, later, a)
		if first.Due.Before(opened) || second.Due.Before(first.Due) {
			t.Fatalf("opened %v due %v, opened %v due %v", opened, first.Due, later, second.Due)
		}
	})
}

func TestAPauseNeitherLosesNorGainsWorkingTime(t *testing.T) {
	all := realBooks(t)
	rapid.Check(t, func(t *rapid.T) {
		b, zone, opened := some(t, all)
		cal, a := calendarOf(t, b, zone), someAmount(t)
		p := made(cal, opened, a)
		at := opened
		left := cal.Worked(opened, p.Due)
		for range rapid.IntRange(1, 3).Draw(t, "pauses") {
			from := at.Add(time.Duration(rapid.Int64Range(0, int64(max(0, p.Due.Sub(at)-time.Second))).Draw(t, "from"))).Truncate(time.Microsecond)
			to := from.Add(time.Duration(rapid.IntRange(0, 20*24*60).Draw(t, "for")) * time.Minute)
			left -= cal.Worked(at, from)
			length := p.Due.Sub(from)
			if err := p.pause(from, "season"); err != nil {
				t.Fatal(err)
			}
			if err := p.resume(cal, to); err != nil {
				t.Fatal(err)
			}
			works := a.Unit == calendar.WorkingDays || a.Unit == calendar.WorkingHours
			if works && cal.Worked(to, p.Due).Truncate(time.Microsecond) != left.Truncate(time.Microsecond) {
				t.Fatalf("after a pause from %v to %v %v of work are left, want %v", from, to, cal.Worked(to, p.Due), left)
			}
			if !works && p.Due.Sub(to) != length {
				t.Fatalf("%v are left, want %v", p.Due.Sub(to), length)
			}
			at = to
		}
	})
}

func TestCountingAgainWithoutAChangeMovesNothing(t *testing.T) {
	all := realBooks(t)
	rapid.Check(t, func(t *rapid.T) {
		b, zone, opened := some(t, all)
		cal := calendarOf(t, b, zone)
		p := made(cal, opened, someAmount(t))
		pauseOnce(t, p, cal)
		if p.counted() && !p.dueBy(cal).Equal(p.Due) {
			t.Fatalf("due %v, counted again %v", p.Due, p.dueBy(cal))
		}
	})
}

func TestCountingTwiceIsCountingOnceAndTakingBackRestoresTheDate(t *testing.T) {
	all := realBooks(t)
	rapid.Check(t, func(t *rapid.T) {
		b, zone, opened := some(t, all)
		cal := calendarOf(t, b, zone)
		p := made(cal, opened, someAmount(t))
		pauseOnce(t, p, cal)
		e := decree(t, b, opened)
		changed, err := b.With(e).Calendar(zone)
		if err != nil {
			t.Fatal(err)
		}
		if !p.counted() {
			return
		}
		was, now := *p, opened
		once := p.dueBy(changed)
		p.recount(once, now)
		if again := p.dueBy(changed); !again.Equal(once) || once.Before(opened) {
			t.Fatalf("counted once %v, twice %v", once, again)
		}
		back, err := b.With(e).Without(e.ID).Calendar(zone)
		if err != nil {
			t.Fatal(err)
		}
		p.recount(p.dueBy(back), now)
		if !p.Due.Equal(was.Due) {
			t.Fatalf("due %v, taken back %v", was.Due, p.Due)
		}
	})
}

func TestAClosedDayMakesNothingDueEarlier(t *testing.T) {
	all := realBooks(t)
	rapid.Check(t, func(t *rapid.T) {
		b, zone, opened := some(t, all)
		cal := calendarOf(t, b, zone)
		p := made(cal, opened, someAmount(t))
		day := city.DayOf(opened, zone) + city.Day(rapid.IntRange(-3, 20).Draw(t, "closed"))
		closed := calendarOf(t, b.With(Entry{ID: "x", Days: []calendar.Exception{{Day: day, Kind: calendar.Closed}}}), zone)
		if p.counted() && p.dueBy(closed).Before(p.Due) {
			t.Fatalf("due %v, with a day closed %v", p.Due, p.dueBy(closed))
		}
	})
}

func pauseOnce(t *rapid.T, p *Promise, cal *calendar.Calendar) {
	if !rapid.Bool().Draw(t, "paused before") {
		return
	}
	from := p.Opened.Add(time.Duration(rapid.Int64Range(0, int64(p.Due.Sub(p.Opened))).Draw(t, "from"))).Truncate(time.Microsecond)
	if err := p.pause(from, "agency"); err != nil {
		t.Fatal(err)
	}
	if err := p.resume(cal, from.Add(time.Duration(rapid.IntRange(0, 20*24*60).Draw(t, "for"))*time.Minute)); err != nil {
		t.Fatal(err)
	}
}

// Two stops one after the other give back what one stop of both gives.
func TestPausesThatFollowEachOtherAreOnePause(t *testing.T) {
	all := realBooks(t)
	rapid.Check(t, func(t *rapid.T) {
		b, zone, opened := some(t, all)
		cal, a := calendarOf(t, b, zone), someAmount(t)
		once, twice := made(cal, opened, a), made(cal, opened, a)
		from := opened.Add(time.Duration(rapid.Int64Range(0, int64(max(0, once.Due.Sub(opened)-time.Second))).Draw(t, "from"))).Truncate(time.Microsecond)
		between := from.Add(time.Duration(rapid.IntRange(0, 10*24*60).Draw(t, "between")) * time.Minute)
		to := between.Add(time.Duration(rapid.IntRange(0, 10*24*60).Draw(t, "to")) * time.Minute)
		stop(t, once, cal, from, to)
		stop(t, twice, cal, from, between)
		stop(t, twice, cal, between, to)
		if !once.Due.Equal(twice.Due) || once.PausedFor != twice.PausedFor {
			t.Fatalf("stopped once it is due %v, stopped twice %v", once.Due, twice.Due)
		}
	})
}

func stop(t *rapid.T, p *Promise, cal *calendar.Calendar, from, to time.Time) {
	if err := p.pause(from, "season"); err != nil {
		t.Fatal(err)
	}
	if err := p.resume(cal, to); err != nil {
		t.Fatal(err)
	}
}
