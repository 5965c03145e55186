package insight

import (
	"mahalle/internal/city"
	"mahalle/internal/events"
)

// everyDay is the due day under which all due days are kept together. A request
// without a date stands under day 0.
const everyDay city.Day = -1

// all stands for every district, or every unit, in a row of insight_days.
const all = "*"

// Load is how many requests are open now, and how they stand.
type Load struct {
	Open      int64
	Late      int64
	Reopened  int64
	Fresh     int64 // nobody is on it yet
	Offered   int64 // handed over, not yet accepted
	Asked     int64 // waits for the resident
	Forwarded int64 // with a body outside the municipality
	Disputed  int64 // the resident said no, nobody has decided yet
}

// fields are the counts in the order of the columns of insight_open.
func (l *Load) fields() []*int64 {
	return []*int64{&l.Open, &l.Late, &l.Reopened, &l.Fresh, &l.Offered, &l.Asked, &l.Forwarded, &l.Disputed}
}

// add counts other as often as times says; -1 takes it away.
func (l *Load) add(other Load, times int64) { sum(l.fields(), other.fields(), times) }

// Flow is what happened in a stretch of days.
type Flow struct {
	Opened      int64
	Done        int64
	OnTime      int64 // of Done: a time was promised and kept
	DoneLate    int64 // of Done: a time was promised and not kept
	Confirmed   int64 // residents who said yes
	Refuted     int64 // residents who said no
	Unconfirmed int64 // closed because nobody answered
	Reopened    int64
	Happy       int64
	Sad         int64
	Angry       int64
	Surprised   int64
	OpenChange  int64 // how many more were open at the end than before
	LateChange  int64 // how many more were late at the end than before
}

// fields are the counts in the order of the columns of insight_days.
func (f *Flow) fields() []*int64 {
	return []*int64{&f.Opened, &f.Done, &f.OnTime, &f.DoneLate, &f.Confirmed, &f.Refuted, &f.Unconfirmed, &f.Reopened,
		&f.Happy, &f.Sad, &f.Angry, &f.Surprised, &f.OpenChange, &f.LateChange}
}

func (f *Flow) add(other Flow, times int64) { sum(f.fields(), other.fields(), times) }

func sum(to, from []*int64, times int64) {
	for i := range to {
		*to[i] += times * *from[i]
	}
}

// face counts how a resident feels about it.
func (f *Flow) face(word string) {
	switch word {
	case "happy":
		f.Happy++
	case "sad":
		f.Sad++
	case "angry":
		f.Angry++
	case "surprised":
		f.Surprised++
	}
}

// loadOf is what one request adds to what is open; nothing when it is not open,
// or not yet there.
func loadOf(s *events.Standing) Load {
	if s == nil || !s.Open {
		return Load{}
	}
	l := Load{Open: 1, Late: one(s.Late), Reopened: one(s.Reopened)}
	if of := l.of(s.Status); of != nil {
		*of = 1
	}
	return l
}

// of is the count that the requests in a status have for themselves, if any.
func (l *Load) of(status string) *int64 {
	switch status {
	case "new":
		return &l.Fresh
	case "offered":
		return &l.Offered
	case "asked":
		return &l.Asked
	case "forwarded":
		return &l.Forwarded
	case "reopen_requested":
		return &l.Disputed
	}
	return nil
}

func one(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}
