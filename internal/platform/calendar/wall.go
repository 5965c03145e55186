package calendar

import (
	"time"

	"mahalle/internal/city"
)

// wall turns wall clock times of one zone into moments. It remembers the offset
// it used last, for most days lie far from a change of the clocks.
type wall struct {
	zone       *time.Location
	offset     time.Duration
	from, till time.Time // between them the offset holds, with a day to spare
}

func (c *Calendar) wall() *wall { return &wall{zone: c.Zone} }

// at is the moment on a day when the clocks show the time since midnight. A
// time that the clocks skip is the moment they jumped; of a time they show
// twice it is one of the two, and later wall times never give earlier moments.
func (w *wall) at(day city.Day, since time.Duration) time.Time {
	t := time.Unix(int64(day)*86400, int64(since)).Add(-w.offset)
	if !w.till.IsZero() && t.After(w.from) && t.Before(w.till) {
		return t.In(w.zone)
	}
	t = skipped(day.At(since, w.zone), day, since)
	w.remember(t)
	return t
}

// skipped puts right what time.Date guesses inside a gap, where it may answer
// with an hour of the day before.
func skipped(t time.Time, day city.Day, since time.Duration) time.Time {
	want := time.Unix(int64(day)*86400, int64(since))
	_, offset := t.Zone()
	shown := t.Add(time.Duration(offset) * time.Second)
	from, till := t.ZoneBounds()
	switch {
	case shown.Before(want):
		return till
	case shown.After(want):
		return from
	}
	return t
}

func (w *wall) remember(t time.Time) {
	_, offset := t.Zone()
	w.offset = time.Duration(offset) * time.Second
	w.from, w.till = t.ZoneBounds()
	if w.from.IsZero() {
		w.from = t.AddDate(-1000, 0, 0)
	}
	if w.till.IsZero() {
		w.till = t.AddDate(1000, 0, 0)
	}
	w.from, w.till = w.from.Add(24*time.Hour), w.till.Add(-24*time.Hour)
}
