package hooks

import (
	"context"
	"encoding/hex"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/journal"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/jobs"
)

// Listen hears what receivers can be told. Of news that no receiver wants, no job
// is written.
func (s *Service) Listen(j *journal.Journal) {
	hear(s, j, "request.opened", func(e events.RequestOpened) (events.Request, more) { return e.Request, more{Channel: e.Channel} })
	hear(s, j, "request.taken", func(e events.RequestTaken) (events.Request, more) { return e.Request, more{} })
	hear(s, j, "request.handed_over", func(e events.RequestHandedOver) (events.Request, more) {
		return e.Request, more{From: e.From, To: e.To}
	})
	hear(s, j, "request.asked", func(e events.RequestAsked) (events.Request, more) { return e.Request, more{} })
	hear(s, j, "request.answered", func(e events.RequestAnswered) (events.Request, more) { return e.Request, more{Interim: e.Interim} })
	hear(s, j, "request.finished", func(e events.RequestFinished) (events.Request, more) {
		return e.Request, more{Outcome: e.Outcome, OnTime: &e.OnTime}
	})
	hear(s, j, "request.confirmed", func(e events.ResidentConfirmed) (events.Request, more) { return e.Request, more{} })
	hear(s, j, "request.reopened", func(e events.RequestReopened) (events.Request, more) { return e.Request, more{} })
	hear(s, j, "request.closed", func(e events.RequestClosed) (events.Request, more) { return e.Request, more{} })
	hear(s, j, "request.joined", func(e events.RequestJoined) (events.Request, more) { return e.Request, more{People: e.People} })
	hear(s, j, "request.late", func(e events.RequestFellDue) (events.Request, more) {
		return e.Request, more{Promise: e.Promise, Level: e.Level}
	})
	hear(s, j, "request.date_moved", func(e events.RequestRescheduled) (events.Request, more) {
		return e.Request, more{Reason: reason(e.Reason)}
	})
	journal.OnSome(j, listener, func(ctx context.Context, _ events.CalendarChanged) bool {
		return s.wanted(ctx, "calendar.changed", "", "")
	}, s.calendarChanged)
}

// listener is the name under which we listen. It never changes.
const listener = "hooks"

// reason tells one of a closed list; what a person wrote is not for others.
func reason(why string) string {
	if why == "calendar" || why == "resumed" {
		return why
	}
	return "other"
}

func hear[E events.Event](s *Service, j *journal.Journal, name string, of func(E) (events.Request, more)) {
	wants := func(ctx context.Context, e E) bool {
		r, _ := of(e)
		return !r.Part && s.wanted(ctx, name, r.After.Subject, r.Place.District)
	}
	journal.OnSome(j, listener, wants, func(ctx context.Context, tx *db.Tx, e E) error {
		r, m := of(e)
		if public, err := isPublic(ctx, tx, r.ID); err != nil || !public {
			return err
		}
		return s.tell(ctx, tx, news{Type: name, Request: r.ID, About: r.Number}, r.After.Subject, r.Place.District, requestData(s.base(ctx), r, m))
	})
}

func (s *Service) calendarChanged(ctx context.Context, tx *db.Tx, e events.CalendarChanged) error {
	return s.tell(ctx, tx, news{Type: "calendar.changed", About: e.Calendar}, "", "", aboutCalendar{Calendar: e.Calendar, Day: e.Day.String(), Name: e.Name, Removed: e.Removed})
}

// tell writes a letter to every receiver that wants it, under the name of the
// journal's entry, so that it is written once.
func (s *Service) tell(ctx context.Context, tx *db.Tx, n news, subject, district string, data any) error {
	all, err := hooksIn(ctx, tx, On)
	if err != nil {
		return err
	}
	n.ID, n.State, n.Next = journal.Cause(ctx), waiting, clock.Now(ctx)
	n.Body = letter{ID: n.ID, Type: n.Type, Timestamp: momentOf(n.ID).Format(time.RFC3339), City: tx.Tenant(), Data: data}.write()
	for _, h := range all {
		if !h.Wants(n.Type, subject, district) {
			continue
		}
		if err := insertNews(ctx, tx, h.ID, n); err != nil {
			return err
		}
		if err := s.order(ctx, tx, h.ID, n.Next); err != nil {
			return err
		}
	}
	return nil
}

// errand is the kind of job that sends what waits for one receiver.
const errand = "hooks: send"

type order struct {
	Hook city.ID `json:"hook"`
}

func (s *Service) order(ctx context.Context, tx *db.Tx, hook city.ID, at time.Time) error {
	return jobs.Enqueue(ctx, tx, errand, "", order{hook}, at)
}

// momentOf is the moment in the name of an entry.
func momentOf(id city.ID) time.Time {
	text := strings.ReplaceAll(string(id), "-", "")
	b, err := hex.DecodeString(text[:min(len(text), 12)])
	if err != nil || len(b) != 6 {
		return time.Time{}
	}
	var ms int64
	for _, c := range b {
		ms = ms<<8 | int64(c)
	}
	return time.UnixMilli(ms).UTC()
}
