package calendar

import (
	"time"

	"mahalle/internal/city"
)

// Due is the moment by which something opened at a moment must be done: see the
// package's own words for the four ways to count. It is never before opened,
// and what was opened later is never due earlier.
//
// An amount of nothing, or in a unit nobody knows, is due at once: a mistake
// should be seen today and not in silence never.
func (c *Calendar) Due(opened time.Time, a Amount) time.Time {
	if a.N <= 0 {
		return opened
	}
	switch a.Unit {
	case CalendarDays:
		return c.close(city.DayOf(opened, c.Zone)+city.Day(a.N), 24*time.Hour)
	case WorkingDays:
		return c.afterWorkingDays(city.DayOf(opened, c.Zone), a.N)
	case WorkingHours:
		return c.afterWorking(opened, time.Duration(a.N)*time.Hour)
	case Hours:
		return opened.Add(time.Duration(a.N) * time.Hour).In(c.Zone)
	}
	return opened
}

func (c *Calendar) afterWorkingDays(day city.Day, n int) time.Time {
	for n > 0 {
		day++
		if c.IsWorking(day) {
			n--
		}
	}
	hours := c.Hours(day)
	return c.close(day, hours[len(hours)-1].To)
}

// close is the end of a day's work. A day that never closes ends a second
// before midnight, so that its last moment still bears its own date.
func (c *Calendar) close(day city.Day, at time.Duration) time.Time {
	if at == 24*time.Hour {
		return c.wall().at(day, at).Add(-time.Second)
	}
	return c.wall().at(day, at)
}

// afterWorking is the moment when so much open time has passed since opened.
func (c *Calendar) afterWorking(opened time.Time, left time.Duration) time.Time {
	w := c.wall()
	for day := city.DayOf(opened, c.Zone); ; day++ {
		for _, s := range c.Hours(day) {
			from, to := later(w.at(day, s.From), opened), w.at(day, s.To)
			open := to.Sub(from)
			if open >= left {
				return from.Add(left)
			}
			left -= max(0, open)
		}
	}
}

// Worked is the open time between two moments; nothing if to is not after from.
func (c *Calendar) Worked(from, to time.Time) time.Duration {
	w := c.wall()
	var sum time.Duration
	last := city.DayOf(to, c.Zone)
	for day := city.DayOf(from, c.Zone); day <= last; day++ {
		for _, s := range c.Hours(day) {
			start, end := later(w.at(day, s.From), from), w.at(day, s.To)
			if end.After(to) {
				end = to
			}
			sum += max(0, end.Sub(start))
		}
	}
	return sum
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
