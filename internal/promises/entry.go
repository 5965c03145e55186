package promises

import (
	"context"
	"fmt"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/jobs"
)

// Entry is what somebody writes into a calendar at once: a feast of three days,
// a half-day, hours from a day on and back to the old ones.
type Entry struct {
	ID    city.ID
	Name  city.Text
	Weeks []calendar.Week
	Days  []calendar.Exception
}

// First is the first day the entry is about.
func (e Entry) First() city.Day {
	if len(e.Weeks) > 0 {
		return e.Weeks[0].From
	}
	if len(e.Days) > 0 {
		return e.Days[0].Day
	}
	return 0
}

// Enter writes an entry into a calendar and orders every open promise that
// counts by it to be counted again.
func (l *Ledger) Enter(ctx context.Context, tx *db.Tx, code string, e Entry) error {
	for _, w := range e.Weeks {
		if err := saveWeek(ctx, tx, code, Week{Week: w, Name: e.Name, Entry: e.ID}); err != nil {
			return err
		}
	}
	for _, d := range e.Days {
		if err := saveException(ctx, tx, code, Exception{Exception: d, Entry: e.ID}); err != nil {
			return err
		}
	}
	return l.changed(ctx, tx, events.CalendarChanged{Calendar: code, Entry: e.ID, Day: e.First(), Name: e.Name})
}

// TakeBack removes an entry of a calendar, and counts again. The first week of a
// calendar stays: without it nothing could be counted.
func (l *Ledger) TakeBack(ctx context.Context, tx *db.Tx, code string, entry city.ID) error {
	all, err := books(ctx, tx)
	if err != nil {
		return err
	}
	was := all[code].Entry(entry)
	if len(was.Weeks)+len(was.Days) == 0 {
		return fault.New(fault.NotFound, "promises.no_such_entry")
	}
	for _, w := range was.Weeks {
		if w.From == all[code].Weeks[0].From {
			return fault.New(fault.Conflict, "promises.first_week_stays")
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM promises_weeks WHERE tenant_id = $1 AND calendar = $2 AND valid_from = $3`,
			tx.Tenant(), code, w.From); err != nil {
			return err
		}
	}
	for _, d := range was.Days {
		if _, err := tx.ExecContext(ctx, `DELETE FROM promises_exceptions WHERE tenant_id = $1 AND calendar = $2 AND day = $3 AND kind = $4`,
			tx.Tenant(), code, d.Day, d.Kind); err != nil {
			return err
		}
	}
	return l.changed(ctx, tx, events.CalendarChanged{Calendar: code, Entry: entry, Day: was.First(), Name: was.Name, Removed: true})
}

// Entry is what was written down together under an ID.
func (b Book) Entry(id city.ID) Entry {
	e := Entry{ID: id}
	for _, w := range b.Weeks {
		if w.Entry == id {
			e.Name, e.Weeks = w.Name, append(e.Weeks, w.Week)
		}
	}
	for _, d := range b.Exceptions {
		if d.Entry == id {
			e.Name, e.Days = d.Name, append(e.Days, d.Exception)
		}
	}
	return e
}

// afterwards is when promises are counted once more, for what was being promised
// by the old calendar in the moment of the change.
const afterwards = 2 * time.Minute

func (l *Ledger) changed(ctx context.Context, tx *db.Tx, e events.CalendarChanged) error {
	change, now := city.NewID(), clock.Now(ctx)
	_, err := tx.ExecContext(ctx, `INSERT INTO promises_changes (tenant_id, version) VALUES ($1, $2)
		ON CONFLICT (tenant_id) DO UPDATE SET version = excluded.version`, tx.Tenant(), change)
	if err != nil {
		return err
	}
	for i, at := range []time.Time{now, now.Add(afterwards)} {
		order := recounting{Calendar: e.Calendar, Name: e.Name}
		if err := jobs.Enqueue(ctx, tx, recountJob, fmt.Sprintf("%s %d", change, i), order, at); err != nil {
			return err
		}
	}
	return l.journal.Record(ctx, tx, e)
}
