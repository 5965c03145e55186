package i18n

import (
	"time"
)

// Clock writes the time of day in the reader's zone: 17.00, ۱۷:۰۰, 17:00.
func (l Locale) Clock(t time.Time) string {
	t = t.In(l.zone())
	return l.Say("i18n.clock", "hour", padded(t.Hour()), "minute", padded(t.Minute()))
}

// Moment writes day and time: 21 Kasım 2026 17.00.
func (l Locale) Moment(t time.Time) string {
	return l.Say("i18n.moment", "day", l.Day(l.dayOf(t)), "clock", l.Clock(t))
}

// When writes a moment as people say it now: bugün 17.00, yarın 12.00, and
// further away only the day, 27 Kasım.
func (l Locale) When(t, now time.Time) string {
	day, today := l.dayOf(t), l.dayOf(now)
	ref := l.DayRef(day, today)
	if apart := day - today; apart < -1 || apart > 1 {
		return ref
	}
	return l.Say("i18n.when", "day", ref, "clock", l.Clock(t))
}

// Duration writes a length of time in its largest full unit: 3 gün, 4 saat,
// 12 dakika. A day is 24 hours. The sign is left to the sentence around it.
func (l Locale) Duration(d time.Duration) string { return l.sayLength("", d) }

// DurationShort is Duration for narrow columns: 3 gün, 4 sa, 12 dk.
func (l Locale) DurationShort(d time.Duration) string { return l.sayLength("_short", d) }

func (l Locale) sayLength(form string, d time.Duration) string {
	d = d.Abs()
	switch {
	case d >= 24*time.Hour:
		return l.Say("i18n.days"+form, "n", int64(d/(24*time.Hour)))
	case d >= time.Hour:
		return l.Say("i18n.hours"+form, "n", int64(d/time.Hour))
	case d >= time.Minute:
		return l.Say("i18n.minutes"+form, "n", int64(d/time.Minute))
	default:
		return l.Say("i18n.under_a_minute" + form)
	}
}
