package requests

import (
	"context"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/files"
	"mahalle/internal/platform/i18n"
)

// Bodies outside the municipality (electricity, gas, police) work on what is
// handed to them. The city stays in charge: its promises run on.

// Custody is what a body outside said about a request that is with it.
type Custody struct {
	Unit     string    // its code
	Since    time.Time // when the city gave it to them; zero: no body outside has it
	Accepted time.Time // when they said that it is theirs; zero: not yet
	Until    city.Day  // the day they named; 0: none
	Number   string    // their own reference, for colleagues
	CameBack time.Time // when the letter that told them came back, for colleagues; zero: it did not
	Wire     Wire
}

// Wire is how they were told by their own system, for colleagues.
type Wire struct {
	Sent    bool      // they are told that way
	Arrived time.Time // zero: it has not arrived yet
	Heard   time.Time // when their system last told of it
	Why     string    // key of the sentence why it has not
	Refused bool      // it never will
	Silent  bool      // their system does not answer
}

// say tells it in whole sentences.
func (w Wire) say(l i18n.Locale, now time.Time) string {
	var said []string
	switch {
	case w.Refused:
		said = append(said, l.Say("requests.wire_refused"))
	case w.Arrived.IsZero():
		said = append(said, l.Say("requests.wire_waits"))
	case w.Heard.IsZero():
		said = append(said, l.Say("requests.wire_arrived", "when", l.When(w.Arrived, now)))
	default:
		said = append(said, l.Say("requests.wire_heard", "when", l.When(w.Arrived, now), "heard", l.When(w.Heard, now)))
	}
	if w.Why != "" {
		said = append(said, l.Say(w.Why))
	}
	if w.Silent {
		said = append(said, l.Say("requests.wire_silent"))
	}
	return strings.Join(said, " ")
}

// stayOutside keeps what is with a body outside marked as such, whatever
// happened to it meanwhile.
func (s *Service) stayOutside(ctx context.Context, r *Request) {
	if r.Status != Working && r.Status != New {
		return
	}
	if u, _ := s.needs.Unit(ctx, r.Unit); u.Outside {
		r.Status = Forwarded
	}
}

// Matter is a request as a body outside reads it: what is to be done, never who
// asked.
type Matter struct {
	ID           city.ID
	Number       string
	Subject      string
	Unit         string
	Description  string
	Lang         city.Lang
	Place        city.Place
	Opened       time.Time
	Due          time.Time // zero when nothing is owed
	Ended        time.Time // when the city's work on it ended; zero while it is open
	Confidential bool
	Word         string // what the city wrote when it handed it over
	Photos       []MatterPhoto
}

// MatterPhoto is a photo that came with the report.
type MatterPhoto struct {
	ID          city.ID
	Full, Thumb files.Ref
	Width       int
	Height      int
}

// MatterOf reads a request for the unit that the actor stands for.
func (s *Service) MatterOf(ctx context.Context, q db.Query, number string) (Matter, error) {
	r, err := byNumber(ctx, q, number)
	if err != nil {
		return Matter{}, err
	}
	if err := maySee(access.From(ctx), &r); err != nil {
		return Matter{}, err
	}
	m := Matter{ID: r.ID, Number: r.Number, Subject: r.Subject, Unit: r.Unit, Description: r.Description, Lang: r.Lang, Place: r.Place,
		Opened: r.Opened, Due: r.Due, Ended: r.DoneAt, Confidential: r.Confidential}
	if m.Word, err = lastHanding(ctx, q, r.ID); err != nil {
		return m, err
	}
	all, err := photosOf(ctx, q, r.ID)
	for _, p := range all {
		if p.Kind == "report" {
			w, h := thumbSize(p.Width, p.Height)
			m.Photos = append(m.Photos, MatterPhoto{ID: p.ID, Full: files.Ref(p.Full), Thumb: files.Ref(p.Thumb), Width: w, Height: h})
		}
	}
	return m, err
}

// lastHanding is what was written when the request was handed over last.
func lastHanding(ctx context.Context, q db.Query, request city.ID) (string, error) {
	all, err := messagesOf(ctx, q, request)
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].Kind == Handing {
			return all[i].Text, nil
		}
	}
	return "", err
}

// say tells the custody in whole sentences, to residents and staff alike.
func (c Custody) say(l i18n.Locale, unit string, today func(time.Time) city.Day, now time.Time) []string {
	day := func(d city.Day) string { return l.DayRef(d, today(now)) }
	said := []string{l.Say("requests.custody_since", "unit", unit, "day", day(today(c.Since)))}
	switch {
	case c.Accepted.IsZero():
		return append(said, l.Say("requests.custody_silent"))
	case c.Until == 0:
		return append(said, l.Say("requests.custody_accepted", "day", day(today(c.Accepted))))
	}
	said = append(said, l.Say("requests.custody_until", "day", day(today(c.Accepted)), "until", day(c.Until)))
	if c.Until < today(now) {
		said = append(said, l.Say("requests.custody_passed"))
	}
	return said
}

func (p Pages) custody(ctx context.Context, q db.Query, r *Request) (Custody, error) {
	if p.Custody == nil || r.Status != Forwarded && r.Status != Asked {
		return Custody{}, nil
	}
	return p.Custody(ctx, q, r.ID)
}
