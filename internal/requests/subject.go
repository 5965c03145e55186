package requests

import (
	"context"
	"net/url"
	"slices"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/journal"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/promises"
)

// A request that turns out to be about something else keeps its number, its age and
// its history. What was answered about the old subject stays as it was asked.
//
// Its dates are counted again, from the moment on at which they were promised and by
// the calendar of the unit that has it, so that a wrong subject neither gives the
// city more time nor takes it from the resident:
//
//   - the repair gets the time of the new subject, be it shorter or longer; where the
//     new subject promises none, nothing is owed any more;
//   - the law's answer may come nearer, when the new kind has a shorter time. It never
//     moves beyond the date that the law gave before any subject was changed, and is
//     never taken away: whoever asked was told that date, and the law counts from the
//     day of asking, not from the day on which the city understood.

// About is what a request is about.
type About struct {
	Subject string
	Kind    string // empty: as it is
}

// ChangeSubject says what a request is really about, with a word for colleagues. Its
// unit stays; another one is offered, as after Move.
func (s *Service) ChangeSubject(ctx context.Context, tx *db.Tx, number string, to About, why string) error {
	var from About
	var message city.ID
	var changed events.SubjectChanged
	return s.change(ctx, tx, number, func(r *Request) (err error) {
		if err := mayPutRight(access.From(ctx), r); err != nil {
			return err
		}
		if to.Kind == "" {
			to.Kind = r.Kind
		}
		if from = (About{r.Subject, r.Kind}); to == from {
			return fault.Fields(fault.Field{Name: "subject", Key: "requests.choose_another_subject"})
		}
		r.Subject, r.Kind = to.Subject, to.Kind
		if why != "" {
			if message, err = s.say(ctx, tx, r, Note, why, r.Lang); err != nil {
				return err
			}
		}
		changed, err = s.becomeAbout(ctx, tx, r)
		return err
	}, func(f events.Request) events.Event {
		changed.Request, changed.Message = f, message
		changed.From, changed.To, changed.FromKind, changed.ToKind = from.Subject, to.Subject, from.Kind, to.Kind
		return changed
	})
}

// becomeAbout lets everything that hangs on the subject follow it.
func (s *Service) becomeAbout(ctx context.Context, tx *db.Tx, r *Request) (events.SubjectChanged, error) {
	var e events.SubjectChanged
	before, err := changesBefore(ctx, tx, r.ID)
	if err != nil {
		return e, err
	}
	d, err := s.decideAgain(ctx, tx, r)
	if err != nil {
		return e, err
	}
	veil(r, d, before, &e)
	if err := s.ledger.Rename(ctx, tx, r.ID, r.Subject, r.Place); err != nil {
		return e, err
	}
	if e.Law, err = s.promiseOther(ctx, tx, r, d, before); err != nil {
		return e, err
	}
	r.Due, r.Late = time.Time{}, false
	return e, s.takeDue(ctx, tx, r)
}

// changesBefore are the changes of subject since the dates in force were promised,
// the newest first.
func changesBefore(ctx context.Context, q db.Query, request city.ID) ([]events.SubjectChanged, error) {
	all, err := journal.Of(ctx, q, request, mostHistory)
	var changes []events.SubjectChanged
	for _, entry := range all {
		var e events.SubjectChanged
		switch entry.Kind {
		case events.RequestReopened{}.Kind():
			return changes, err
		case e.Kind():
			if err := entry.Read(&e); err != nil {
				return nil, err
			}
			changes = append(changes, e)
		}
	}
	return changes, err
}

// veil hides what the new subject hides. It uncovers only what a change of subject
// had covered, and only as far as it was open before.
func veil(r *Request, d Decision, before []events.SubjectChanged, e *events.SubjectChanged) {
	if len(before) > 0 {
		last := before[0]
		r.Hidden = r.Hidden && !last.Hid
		r.Confidential = r.Confidential && !last.Closed
		r.Public = r.Public || last.Unlisted
	}
	e.Hid, e.Closed = d.Hidden && !r.Hidden, d.Confidential && !r.Confidential
	r.Hidden, r.Confidential = r.Hidden || d.Hidden, r.Confidential || d.Confidential
	if e.Unlisted = r.Public && (r.Hidden || r.Confidential); e.Unlisted {
		r.Public = false
	}
}

// promiseOther counts the promises again. It tells the date that the law gave before
// any subject was changed.
func (s *Service) promiseOther(ctx context.Context, tx *db.Tx, r *Request, d Decision, before []events.SubjectChanged) (law int64, err error) {
	all, err := promises.About(ctx, tx, r.ID)
	if err != nil {
		return 0, err
	}
	answer, repair := newest(all, promises.Answer), newest(all, promises.Repair)
	if len(before) > 0 {
		law = before[len(before)-1].Law
	} else if answer != nil {
		law = db.Micros(answer.Due)
	}
	since := r.Opened
	for _, p := range []*promises.Promise{answer, repair} {
		if p != nil && p.Opened.After(since) {
			since = p.Opened
		}
	}
	if err := s.promiseAs(ctx, tx, r, promises.Answer, answer, d.Calendar, d.Answer, since, db.Time(law)); err != nil {
		return law, err
	}
	return law, s.promiseAs(ctx, tx, r, promises.Repair, repair, d.Calendar, d.Repair, since, time.Time{})
}

// newest is the promise of a kind that is owed, or the one that was made last.
func newest(all []promises.Promise, of promises.Of) *promises.Promise {
	var last *promises.Promise
	for i := range all {
		if p := &all[i]; p.Of == of && (last == nil || !last.Owed()) {
			last = p
		}
	}
	return last
}

// otherSubject is the reason of a promise that ended with a change of subject.
const otherSubject = "other subject"

// promiseAs lets one promise follow the subject. What was kept, or handed to
// another, has ended and stays so.
func (s *Service) promiseAs(ctx context.Context, tx *db.Tx, r *Request, of promises.Of, p *promises.Promise, by string, a calendar.Amount, since, latest time.Time) error {
	owed := p != nil && p.Owed()
	switch {
	case owed && a.N > 0:
		return s.ledger.Recast(ctx, tx, r.ID, of, by, a, latest)
	case owed && latest.IsZero(): // a repair, or an answer that only a change of subject had promised
		return s.ledger.Stop(ctx, tx, r.ID, of, promises.Cancelled, otherSubject)
	case a.N == 0 || p != nil && p.Reason != otherSubject:
		return nil
	}
	_, err := s.ledger.Make(clock.With(ctx, since), tx, promises.Draft{SubjectKind: "request", Subject: r.ID, Label: r.Number, Topic: r.Subject,
		Of: of, Owner: s.owner(ctx, r), Place: r.Place, Calendar: by, Amount: a, MayPause: of == promises.Repair})
	if err == nil && r.Status == Asked {
		err = s.pauseRepair(ctx, tx, r)
	}
	return err
}

// wasAbout is what a request is about before a form changes it; of a form sent
// twice, before the first time.
func (s *Service) wasAbout(ctx context.Context, r *Request, fields url.Values) About {
	if fields.Get("subject") == r.Subject {
		if done, err := changesBefore(ctx, s.db.Read(ctx), r.ID); err == nil && len(done) > 0 {
			return About{done[0].From, done[0].FromKind}
		}
	}
	return About{r.Subject, r.Kind}
}

// kindsFor are the kinds that a request may be: those that are offered, and its own.
func (s *Service) kindsFor(ctx context.Context, r *Request) []KindChoice {
	all := s.pages.kinds(ctx)
	if !slices.ContainsFunc(all, func(k KindChoice) bool { return k.Code == r.Kind }) {
		all = append(slices.Clone(all), KindChoice{Code: r.Kind, Name: s.pages.kindName(ctx, r.Kind)})
	}
	return all
}

// readAbout reads what a request is said to be about.
func (s *Service) readAbout(ctx context.Context, r *Request, subject, kind string, is func(bad bool, name, key string, args ...any)) About {
	to := About{Subject: subject, Kind: kind}
	is(!slices.ContainsFunc(s.pages.subjects(ctx), func(c Choice) bool { return c.Code == subject }), "subject", "requests.choose_another_subject")
	is(kind != "" && !slices.ContainsFunc(s.kindsFor(ctx, r), func(k KindChoice) bool { return k.Code == kind }), "kind", "requests.staff_choose_kind")
	is(subject == r.Subject && (kind == "" || kind == r.Kind), "subject", "requests.choose_another_subject")
	return to
}
