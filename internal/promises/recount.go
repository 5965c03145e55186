package promises

import (
	"context"
	"slices"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/jobs"
)

// ByCalendar is the reason of a date that moved because the calendar it is
// counted by was put right. It is nobody's wish and does not count as moved.
const ByCalendar = "calendar"

// Pause is a stretch in which the clock stood still.
type Pause struct{ From, To time.Time }

// counted reports whether the date follows from a calendar: it counts working
// time, and nobody chose the date.
func (p *Promise) counted() bool {
	return (p.Amount.Unit == calendar.WorkingDays || p.Amount.Unit == calendar.WorkingHours) &&
		!p.Given && p.Moved == 0 && p.pausedFor() == p.PausedFor
}

func (p *Promise) pausedFor() time.Duration {
	var sum time.Duration
	for _, s := range p.Pauses {
		sum += s.To.Sub(s.From)
	}
	return sum
}

// dueBy is the date by a calendar: from the opening on, with every pause that
// came before it given back.
func (p *Promise) dueBy(cal *calendar.Calendar) time.Time {
	due := cal.Due(p.Opened, p.Amount)
	for _, s := range p.Pauses {
		if !due.Before(s.From) {
			due = givenBack(cal, p.Amount.Unit, s, due)
		}
	}
	return due.UTC().Truncate(time.Microsecond)
}

// givenBack is the date after a pause. Only the time the clock counts is given
// back: a pause over a weekend adds nothing to a clock of working hours.
func givenBack(cal *calendar.Calendar, unit calendar.Unit, s Pause, due time.Time) time.Time {
	if unit == calendar.WorkingDays || unit == calendar.WorkingHours {
		return cal.After(s.To, cal.Worked(s.From, due))
	}
	return s.To.Add(due.Sub(s.From))
}

// recount gives it the date of its calendar. What was broken only because the
// calendar was not known yet runs again.
func (p *Promise) recount(due, now time.Time) {
	p.setDue(due)
	if p.State == Broken && now.Before(due) {
		p.State, p.Level = Open, 0
	}
	switch p.State {
	case Paused:
		p.Next = time.Time{}
	case Broken:
		p.Next = p.rung()
	default:
		p.Next = nextLook(p, now)
	}
}

// recountJob counts one calendar's promises again.
const recountJob = "promises: count again"

type recounting struct {
	Calendar string    `json:"calendar"`
	Name     city.Text `json:"name"`
}

func (l *Ledger) recountErrand(ctx context.Context, j jobs.Job) error {
	var order recounting
	if err := j.Read(&order); err != nil {
		return err
	}
	_, err := l.Recount(ctx, order.Calendar, order.Name)
	return err
}

// Recount gives every open promise that counts by a calendar the date it has by
// that calendar today, and tells how many got another one. Name is what changed.
// Done twice it changes nothing, so after a crash it is simply done again. What
// has ended keeps its verdict; a date that a person chose stays.
func (l *Ledger) Recount(ctx context.Context, code string, name city.Text) (moved int, err error) {
	var after city.ID
	for {
		var all []Promise
		some := 0
		err := l.db.Write(ctx, func(tx *db.Tx) error {
			cal, err := l.Calendars.Current(ctx, tx, code)
			if err != nil {
				return err
			}
			if all, err = countedBy(ctx, tx, code, after, together, held(tx, forUpdate)); err != nil {
				return err
			}
			some, err = l.recountThese(ctx, tx, cal, all, name)
			return err
		})
		moved += some
		if err != nil || len(all) < together {
			return moved, err
		}
		after = all[len(all)-1].ID
	}
}

func (l *Ledger) recountThese(ctx context.Context, tx *db.Tx, cal *calendar.Calendar, all []Promise, name city.Text) (moved int, err error) {
	for i := range all {
		p := &all[i]
		due, was := p.Due, p.Due
		if p.counted() {
			due = p.dueBy(cal)
		}
		if due.Equal(was) {
			continue
		}
		p.recount(due, clock.Now(ctx))
		moved++
		if err := save(ctx, tx, p); err != nil {
			return moved, err
		}
		if p.State != Broken {
			if err := settle(ctx, tx, p.ID); err != nil {
				return moved, err
			}
		}
		if err := l.journal.Record(ctx, tx, events.PromiseMoved{Promise: fact(p), Was: db.Micros(was), Reason: ByCalendar, Name: name}); err != nil {
			return moved, err
		}
	}
	return moved, nil
}

// countedBy lists what is owed by a calendar, in the order of IDs.
func countedBy(ctx context.Context, q db.Query, code string, after city.ID, limit int, held string) ([]Promise, error) {
	return db.All(ctx, q, scan, `SELECT `+columns+` FROM promises_promises
		WHERE tenant_id = $1 AND calendar = $2 AND ended_at = 0 AND clock IN ('working_days', 'working_hours') AND id > $3
		ORDER BY id LIMIT $4`+held, q.Tenant(), code, after, limit)
}

// Shift is a promise that would get another date.
type Shift struct {
	Promise
	Will time.Time
}

// Foresight is what a change of a calendar would do.
type Foresight struct {
	Later, Earlier int
	Late           int // would be late at once
	Mended         int // are late and would not be any more
	Examples       []Shift
}

// Foresee tells what would become of the open promises by another calendar of
// the same code, without changing anything. The examples move the farthest.
func Foresee(ctx context.Context, q db.Query, cal *calendar.Calendar, examples int) (Foresight, error) {
	var f Foresight
	var after city.ID
	now := clock.Now(ctx)
	for {
		all, err := countedBy(ctx, q, cal.Code, after, 5*together, "")
		for i := range all {
			f.add(&all[i], cal, now, examples)
		}
		if err != nil || len(all) < 5*together {
			return f, err
		}
		after = all[len(all)-1].ID
	}
}

func (f *Foresight) add(p *Promise, cal *calendar.Calendar, now time.Time, examples int) {
	if !p.counted() {
		return
	}
	will := p.dueBy(cal)
	switch {
	case will.Equal(p.Due):
		return
	case will.After(p.Due):
		f.Later++
	default:
		f.Earlier++
	}
	switch {
	case p.State == Broken && now.Before(will):
		f.Mended++
	case p.State == Open && now.After(will):
		f.Late++
	}
	f.Examples = append(f.Examples, Shift{*p, will})
	slices.SortStableFunc(f.Examples, func(a, b Shift) int { return int(b.far() - a.far()) })
	f.Examples = f.Examples[:min(len(f.Examples), examples)]
}

// far is how far a promise moves, in seconds.
func (s Shift) far() int64 { return int64(s.Will.Sub(s.Due).Abs() / time.Second) }
