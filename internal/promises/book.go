package promises

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/db"
)

// Book is a calendar as it was written down: every week and every day that is
// not like the others, each with the entry it came with.
type Book struct {
	Code       string
	Weeks      []Week
	Exceptions []Exception
}

// Week is one version of a calendar's week.
type Week struct {
	calendar.Week
	Name  city.Text // what people call the change; empty for the first
	Entry city.ID   // what was entered together is taken back together
}

// Exception is a day that is not like the others.
type Exception struct {
	calendar.Exception
	Entry city.ID
}

// Calendar makes the book ready to count with.
func (b Book) Calendar(zone *time.Location) (*calendar.Calendar, error) {
	weeks := make([]calendar.Week, len(b.Weeks))
	for i, w := range b.Weeks {
		weeks[i] = w.Week
	}
	days := make([]calendar.Exception, len(b.Exceptions))
	for i, e := range b.Exceptions {
		days[i] = e.Exception
	}
	return calendar.New(b.Code, zone, weeks, days)
}

// With is the book after something was entered.
func (b Book) With(e Entry) Book {
	b.Weeks, b.Exceptions = slices.Clone(b.Weeks), slices.Clone(b.Exceptions)
	for _, w := range e.Weeks {
		b.Weeks = append(b.Weeks, Week{Week: w, Name: e.Name, Entry: e.ID})
	}
	for _, d := range e.Days {
		b.Exceptions = append(b.Exceptions, Exception{Exception: d, Entry: e.ID})
	}
	slices.SortStableFunc(b.Weeks, func(x, y Week) int { return int(x.From) - int(y.From) })
	slices.SortStableFunc(b.Exceptions, byDayAndKind)
	return b
}

// Without is the book after an entry was taken back.
func (b Book) Without(entry city.ID) Book {
	b.Weeks = slices.DeleteFunc(slices.Clone(b.Weeks), func(w Week) bool { return w.Entry == entry })
	b.Exceptions = slices.DeleteFunc(slices.Clone(b.Exceptions), func(e Exception) bool { return e.Entry == entry })
	return b
}

func byDayAndKind(x, y Exception) int {
	if x.Day != y.Day {
		return int(x.Day) - int(y.Day)
	}
	return slices.Index(kinds, x.Kind) - slices.Index(kinds, y.Kind)
}

// kinds is the order in which several exceptions of one day act.
var kinds = []calendar.Kind{calendar.Closed, calendar.Half, calendar.Open}

// Books reads every calendar of the city, by code.
func Books(ctx context.Context, q db.Query) (map[string]Book, error) { return books(ctx, q) }

func books(ctx context.Context, q db.Query) (map[string]Book, error) {
	all := map[string]Book{}
	weeks, err := db.All(ctx, q, scanWeek, `SELECT calendar, valid_from, hours, name, entry FROM promises_weeks
		WHERE tenant_id = $1 ORDER BY calendar, valid_from`, q.Tenant())
	if err != nil {
		return nil, err
	}
	for _, w := range weeks {
		b := all[w.code]
		b.Code, b.Weeks = w.code, append(b.Weeks, w.value)
		all[w.code] = b
	}
	days, err := db.All(ctx, q, scanException, `SELECT calendar, body, entry FROM promises_exceptions
		WHERE tenant_id = $1 ORDER BY calendar, day, kind`, q.Tenant())
	for _, d := range days {
		if b, known := all[d.code]; known {
			b.Exceptions = append(b.Exceptions, d.value)
			all[d.code] = b
		}
	}
	return all, err
}

type named[T any] struct {
	code  string
	value T
}

func scanWeek(r db.Row) (named[Week], error) {
	var n named[Week]
	var hours, name string
	if err := r.Scan(&n.code, &n.value.From, &hours, &name, &n.value.Entry); err != nil {
		return n, err
	}
	var minutes [7][][2]int
	if err := json.Unmarshal([]byte(hours), &minutes); err != nil {
		return n, err
	}
	for day, spans := range minutes {
		for _, s := range spans {
			n.value.Hours[day] = append(n.value.Hours[day], calendar.Span{
				From: time.Duration(s[0]) * time.Minute, To: time.Duration(s[1]) * time.Minute})
		}
	}
	if n.value.Entry == "" {
		n.value.Entry = city.ID(fmt.Sprintf("week-%d", n.value.From))
	}
	return n, json.Unmarshal([]byte(name), &n.value.Name)
}

func scanException(r db.Row) (named[Exception], error) {
	var n named[Exception]
	var body string
	if err := r.Scan(&n.code, &body, &n.value.Entry); err != nil {
		return n, err
	}
	err := json.Unmarshal([]byte(body), &n.value.Exception)
	if n.value.Entry == "" {
		n.value.Entry = city.ID(fmt.Sprintf("day-%d-%s", n.value.Day, n.value.Kind))
	}
	return n, err
}

// SaveWeek writes one version of a calendar's week, as a city's pack has it.
func SaveWeek(ctx context.Context, tx *db.Tx, code string, w calendar.Week) error {
	return saveWeek(ctx, tx, code, Week{Week: w})
}

func saveWeek(ctx context.Context, tx *db.Tx, code string, w Week) error {
	var minutes [7][][2]int
	for day, spans := range w.Hours {
		minutes[day] = [][2]int{}
		for _, s := range spans {
			minutes[day] = append(minutes[day], [2]int{int(s.From / time.Minute), int(s.To / time.Minute)})
		}
	}
	hours, err := json.Marshal(minutes)
	if err != nil {
		return err
	}
	name, err := json.Marshal(w.Name)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO promises_weeks (tenant_id, calendar, valid_from, hours, name, entry) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (tenant_id, calendar, valid_from) DO UPDATE SET hours = excluded.hours, name = excluded.name, entry = excluded.entry`,
		tx.Tenant(), code, w.From, string(hours), string(name), w.Entry)
	return err
}

// SaveException writes a day that is not like the others, as a city's pack has
// it. A second exception of the same kind on the same day replaces the first.
func SaveException(ctx context.Context, tx *db.Tx, code string, e calendar.Exception) error {
	return saveException(ctx, tx, code, Exception{Exception: e})
}

func saveException(ctx context.Context, tx *db.Tx, code string, e Exception) error {
	body, err := json.Marshal(e.Exception)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO promises_exceptions (tenant_id, calendar, day, kind, body, entry) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (tenant_id, calendar, day, kind) DO UPDATE SET body = excluded.body, entry = excluded.entry`,
		tx.Tenant(), code, e.Day, e.Kind, string(body), e.Entry)
	return err
}
