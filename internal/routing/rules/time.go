package rules

import (
	"fmt"
	"time"
)

// Time is when a rule holds, by the city's own clock on the wall.
type Time struct {
	Days    Days   `json:"days,omitempty"`    // 0: every day
	From    Minute `json:"from,omitempty"`    // From and To alike: the whole day
	To      Minute `json:"to,omitempty"`      // before From: until the next morning
	Outside string `json:"outside,omitempty"` // only while this unit is not at work
}

// Days is a set of weekdays.
type Days uint8

// On is a set of some weekdays.
func On(days ...time.Weekday) Days {
	var d Days
	for _, one := range days {
		d |= 1 << one
	}
	return d
}

// Has reports whether a weekday belongs to the set. An empty set is every day.
func (d Days) Has(day time.Weekday) bool { return d == 0 || d&(1<<day) != 0 }

// Minute is a minute of the day, from 0 to 1439.
type Minute int

// String writes 07:05.
func (m Minute) String() string { return fmt.Sprintf("%02d:%02d", int(m)/60, int(m)%60) }

// ParseMinute reads 7:05 or 07:05.
func ParseMinute(s string) (Minute, error) {
	t, err := time.Parse("15:04", s)
	return Minute(t.Hour()*60 + t.Minute()), err
}

// Always reports whether there is no moment at which the rule would not hold.
func (t Time) Always() bool { return t == Time{} }

// holds reports whether the days and hours fit. Hours past midnight belong to
// the day on which they began.
func (t Time) holds(at time.Time) bool {
	if t.Days == 0 && t.From == t.To {
		return true
	}
	if at.IsZero() {
		return false
	}
	now := Minute(at.Hour()*60 + at.Minute())
	switch {
	case t.From == t.To:
		return t.Days.Has(at.Weekday())
	case t.From < t.To:
		return t.Days.Has(at.Weekday()) && now >= t.From && now < t.To
	case now >= t.From:
		return t.Days.Has(at.Weekday())
	}
	yesterday := (at.Weekday() + 6) % 7
	return now < t.To && t.Days.Has(yesterday)
}

// covers reports whether t holds whenever o does, as far as can be told without
// a calendar.
func (t Time) covers(o Time) bool {
	if t.Outside != "" && t.Outside != o.Outside {
		return false
	}
	if t.Days != 0 && (o.Days == 0 || o.Days&^t.Days != 0) {
		return false
	}
	switch {
	case t.From == t.To:
		return t.Days == 0 || o.From <= o.To || t.From == o.From && t.To == o.To
	case o.From == o.To || (t.From < t.To) != (o.From < o.To):
		return false
	}
	return t.From <= o.From && o.To <= t.To
}
