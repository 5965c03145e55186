package promises

import (
	"context"
	"embed"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/journal"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/jobs"
)

//go:embed migrations
var migrations embed.FS

// Schema is what this package keeps in the database.
var Schema = db.Schema{Name: "promises", Files: migrations}

// Locales holds the sentences of this package.
//
//go:embed locales
var Locales embed.FS

// Ledger makes promises and ends them.
type Ledger struct {
	db        *db.DB
	journal   *journal.Journal
	needs     Needs
	Calendars *Calendars
}

// New is a ledger on the database; call Calendars.Load before the first promise.
func New(d *db.DB, j *journal.Journal) *Ledger {
	return &Ledger{db: d, journal: j, Calendars: &Calendars{db: d}}
}

// Draft is what one needs to say to promise something.
type Draft struct {
	SubjectKind string
	Subject     city.ID
	Label       string
	Topic       string
	Of          Of
	Owner       Owner
	Place       city.Place
	Calendar    string
	Amount      calendar.Amount
	MayPause    bool
	Due         time.Time // a date set by hand or by an imported file; zero: by the clock
}

// Make promises it, from now on.
func (l *Ledger) Make(ctx context.Context, tx *db.Tx, d Draft) (Promise, error) {
	if d.Owner.Unit == "" {
		return Promise{}, fault.New(fault.Invalid, "promises.owner_needed")
	}
	now := clock.Now(ctx)
	p := Promise{
		ID: city.NewIDAt(now), SubjectKind: d.SubjectKind, Subject: d.Subject, Label: d.Label, Topic: d.Topic,
		Of: d.Of, Owner: d.Owner, Place: d.Place, Calendar: d.Calendar, Amount: d.Amount, MayPause: d.MayPause,
		State: Open, Opened: now, Given: !d.Due.IsZero(),
	}
	due, err := l.due(ctx, tx, d, now)
	if err != nil {
		return Promise{}, err
	}
	p.setDue(due)
	return p, insert(ctx, tx, &p)
}

func (l *Ledger) due(ctx context.Context, tx *db.Tx, d Draft, now time.Time) (time.Time, error) {
	if !d.Due.IsZero() {
		return d.Due, nil
	}
	cal, err := l.Calendars.Current(ctx, tx, d.Calendar)
	if err != nil {
		return time.Time{}, err
	}
	return cal.Due(now, d.Amount).UTC(), nil
}

// Due tells when something opened now would be due, without promising it.
func (l *Ledger) Due(t city.Tenant, calendarCode string, a calendar.Amount, now time.Time) (time.Time, error) {
	cal, err := l.Calendars.Get(t, calendarCode)
	if err != nil {
		return time.Time{}, err
	}
	return cal.Due(now, a).UTC(), nil
}

// Keep ends what is owed of the subject by being done, and reports whether that
// was in time. Nothing of the kind owed is fine: it was kept before.
func (l *Ledger) Keep(ctx context.Context, tx *db.Tx, subject city.ID, of Of, evidence string) (onTime bool, err error) {
	onTime = true
	err = l.each(ctx, tx, subject, of, func(p *Promise) (events.Event, error) {
		err := p.keep(clock.Now(ctx), evidence)
		onTime = p.State == Kept
		return nil, err
	})
	return onTime, err
}

// Stop ends what is owed of the subject without being done: State is Cancelled,
// or Handed when another body owes it now. An empty of means all.
func (l *Ledger) Stop(ctx context.Context, tx *db.Tx, subject city.ID, of Of, state State, reason string) error {
	return l.each(ctx, tx, subject, of, func(p *Promise) (events.Event, error) {
		return nil, p.stop(state, clock.Now(ctx), reason)
	})
}

// Reassign gives everything owed of the subject to another owner. The clock
// keeps running.
func (l *Ledger) Reassign(ctx context.Context, tx *db.Tx, subject city.ID, to Owner) error {
	if to.Unit == "" {
		return fault.New(fault.Invalid, "promises.owner_needed")
	}
	return l.each(ctx, tx, subject, "", func(p *Promise) (events.Event, error) { p.Owner = to; return nil, nil })
}

// Rename tells what everything owed of the subject is about and where, after that
// turned out otherwise.
func (l *Ledger) Rename(ctx context.Context, tx *db.Tx, subject city.ID, topic string, at city.Place) error {
	return rename(ctx, tx, subject, topic, at)
}

// Pause stops the clocks of the subject that may be stopped; none is a fault.
func (l *Ledger) Pause(ctx context.Context, tx *db.Tx, subject city.ID, of Of, reason string) error {
	return l.each(ctx, tx, subject, of, func(p *Promise) (events.Event, error) {
		err := p.pause(clock.Now(ctx), reason)
		return events.PromisePaused{Promise: fact(p), Reason: reason}, err
	})
}

// Resume lets clocks of the subject run again that were paused for a reason, or
// for any when it is empty; none paused is fine.
func (l *Ledger) Resume(ctx context.Context, tx *db.Tx, subject city.ID, reason string) error {
	return l.each(ctx, tx, subject, "", func(p *Promise) (events.Event, error) {
		if p.State != Paused || reason != "" && p.Reason != reason {
			return nil, nil
		}
		cal, err := l.Calendars.Current(ctx, tx, p.Calendar)
		if err != nil {
			return nil, err
		}
		was := db.Micros(p.Due)
		err = p.resume(cal, clock.Now(ctx))
		return events.PromiseResumed{Promise: fact(p), Was: was}, err
	})
}

// Move gives what is owed of the subject another date.
func (l *Ledger) Move(ctx context.Context, tx *db.Tx, subject city.ID, of Of, due time.Time, reason string) error {
	return l.each(ctx, tx, subject, of, func(p *Promise) (events.Event, error) {
		was := db.Micros(p.Due)
		err := p.move(due, clock.Now(ctx), reason)
		return events.PromiseMoved{Promise: fact(p), Was: was, Reason: reason}, err
	})
}

// each changes everything owed of the subject, writes it back, and tells what
// change says happened, if anything.
func (l *Ledger) each(ctx context.Context, tx *db.Tx, subject city.ID, of Of, change func(*Promise) (events.Event, error)) error {
	all, err := owedOf(ctx, tx, subject)
	if err != nil {
		return err
	}
	for i := range all {
		if of != "" && all[i].Of != of {
			continue
		}
		if err := l.one(ctx, tx, &all[i], change); err != nil {
			return err
		}
	}
	return nil
}

func (l *Ledger) one(ctx context.Context, tx *db.Tx, p *Promise, change func(*Promise) (events.Event, error)) error {
	news, err := change(p)
	if err != nil {
		return err
	}
	if err := save(ctx, tx, p); err != nil {
		return err
	}
	if p.Level > 0 && (p.State != Broken || !p.Owed()) {
		if err := settle(ctx, tx, p.ID); err != nil {
			return err
		}
	}
	if news == nil {
		return nil
	}
	return l.journal.Record(ctx, tx, news)
}

func fact(p *Promise) events.Promise {
	return events.Promise{
		ID: p.ID, Of: string(p.Of), On: events.Subject{Kind: p.SubjectKind, ID: p.Subject},
		Place: p.Place, Unit: p.Owner.Unit, Due: db.Micros(p.Due),
	}
}

// sweep is the kind of job that looks at promises whose moment has come.
const sweep = "promises: sweep"

// Register lets the runner sweep every fifteen seconds, and count again after a
// calendar has changed.
func (l *Ledger) Register(r *jobs.Runner) {
	r.Send(sweep, func(ctx context.Context, _ jobs.Job) error { return l.Sweep(ctx) })
	r.Plan(jobs.Schedule{Name: sweep, Every: 15 * time.Second})
	r.SendLong(recountJob, l.recountErrand)
}

// together is how many promises one transaction of the sweep looks at.
const together = 200

// Sweep looks at every promise whose moment has come, and tells what happened.
func (l *Ledger) Sweep(ctx context.Context) error {
	for {
		looked := 0
		err := l.db.Write(ctx, func(tx *db.Tx) error {
			all, err := dueBefore(ctx, tx, clock.Now(ctx), together)
			looked = len(all)
			for i := range all {
				if err == nil {
					err = l.look(ctx, tx, &all[i])
				}
			}
			return err
		})
		if err != nil || looked < together {
			return err
		}
	}
}

func (l *Ledger) look(ctx context.Context, tx *db.Tx, p *Promise) error {
	news := p.step(clock.Now(ctx))
	if err := save(ctx, tx, p); err != nil {
		return err
	}
	switch news {
	case "soon":
		return l.journal.Record(ctx, tx, events.PromiseSoonDue{Promise: fact(p)})
	case "broken":
		post, err := l.tell(ctx, tx, p)
		if err != nil {
			return err
		}
		return l.journal.Record(ctx, tx, events.PromiseBroken{Promise: fact(p), Post: post})
	case "escalated":
		post, err := l.tell(ctx, tx, p)
		if err != nil {
			return err
		}
		return l.journal.Record(ctx, tx, events.PromiseEscalated{Promise: fact(p), Level: p.Level, Post: post})
	}
	return nil
}

// Catch looks at what is owed of one subject as the sweep would have done until
// now, each look at its own moment. Imported and generated history needs it:
// there the sweep was not there to look.
func (l *Ledger) Catch(ctx context.Context, tx *db.Tx, subject city.ID) error {
	now := clock.Now(ctx)
	for {
		all, err := owedOf(ctx, tx, subject)
		if err != nil {
			return err
		}
		p := earliest(all)
		if p == nil || p.Next.After(now) {
			return nil
		}
		if err := l.look(clock.With(ctx, p.Next), tx, p); err != nil {
			return err
		}
	}
}

// earliest is the promise that must be looked at first, if any must.
func earliest(all []Promise) *Promise {
	var first *Promise
	for i := range all {
		if !all[i].Next.IsZero() && (first == nil || all[i].Next.Before(first.Next)) {
			first = &all[i]
		}
	}
	return first
}

// Remember writes a promise of the past whose outcome is known: ended at a
// moment, or still owed when that is zero. It is one insert; the sweep goes on
// from now with what is still owed.
func (l *Ledger) Remember(ctx context.Context, tx *db.Tx, d Draft, ended, now time.Time) (Promise, error) {
	opened := clock.Now(ctx)
	p := Promise{
		ID: city.NewIDAt(opened), SubjectKind: d.SubjectKind, Subject: d.Subject, Label: d.Label, Topic: d.Topic,
		Of: d.Of, Owner: d.Owner, Place: d.Place, Calendar: d.Calendar, Amount: d.Amount, MayPause: d.MayPause,
		State: Open, Opened: opened, Given: !d.Due.IsZero(),
	}
	due, err := l.due(ctx, tx, d, opened)
	if err != nil {
		return p, err
	}
	p.setDue(due)
	for until := orNow(ended, now); !p.Next.IsZero() && !p.Next.After(until); {
		p.step(p.Next)
	}
	if !ended.IsZero() {
		if err := p.keep(ended, "import"); err != nil {
			return p, err
		}
	}
	return p, insert(ctx, tx, &p)
}

func orNow(ended, now time.Time) time.Time {
	if ended.IsZero() {
		return now
	}
	return ended
}
