package promises

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
)

const columns = `id, subject_kind, subject_id, label, topic, of, unit, post, person, district, neighbourhood,
	calendar, amount, clock, may_pause, state, opened_at, warn_at, due_at, next_at, paused_at, paused_for,
	reason, level, moved, ended_at, evidence, pauses, given`

func scan(r db.Row) (Promise, error) {
	var p Promise
	var mayPause, opened, warn, due, next, pausedAt, pausedFor, ended, given int64
	var pauses string
	err := r.Scan(&p.ID, &p.SubjectKind, &p.Subject, &p.Label, &p.Topic, &p.Of, &p.Owner.Unit, &p.Owner.Post, &p.Owner.Person,
		&p.Place.District, &p.Place.Neighbourhood, &p.Calendar, &p.Amount.N, &p.Amount.Unit, &mayPause, &p.State,
		&opened, &warn, &due, &next, &pausedAt, &pausedFor, &p.Reason, &p.Level, &p.Moved, &ended, &p.Evidence, &pauses, &given)
	p.MayPause, p.Given = mayPause == 1, given == 1
	p.Opened, p.Warn, p.Due, p.Next = db.Time(opened), db.Time(warn), db.Time(due), db.Time(next)
	p.PausedAt, p.PausedFor, p.Ended = db.Time(pausedAt), time.Duration(pausedFor)*time.Microsecond, db.Time(ended)
	if err == nil {
		p.Pauses, err = readPauses(pauses)
	}
	return p, err
}

// readPauses reads the list [[from, to], …] in UTC microseconds.
func readPauses(text string) ([]Pause, error) {
	if text == "[]" {
		return nil, nil
	}
	var all [][2]int64
	if err := json.Unmarshal([]byte(text), &all); err != nil {
		return nil, err
	}
	pauses := make([]Pause, len(all))
	for i, s := range all {
		pauses[i] = Pause{db.Time(s[0]), db.Time(s[1])}
	}
	return pauses, nil
}

func (p *Promise) writePauses() string {
	if len(p.Pauses) == 0 {
		return "[]"
	}
	all := make([][2]int64, len(p.Pauses))
	for i, s := range p.Pauses {
		all[i] = [2]int64{db.Micros(s.From), db.Micros(s.To)}
	}
	text, _ := json.Marshal(all) // numbers alone
	return string(text)
}

func insert(ctx context.Context, tx *db.Tx, p *Promise) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO promises_promises (tenant_id, `+columns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30)`,
		tx.Tenant(), p.ID, p.SubjectKind, p.Subject, p.Label, p.Topic, p.Of, p.Owner.Unit, p.Owner.Post, p.Owner.Person,
		p.Place.District, p.Place.Neighbourhood, p.Calendar, p.Amount.N, p.Amount.Unit, flag(p.MayPause), p.State,
		db.Micros(p.Opened), db.Micros(p.Warn), db.Micros(p.Due), db.Micros(p.Next), db.Micros(p.PausedAt), p.PausedFor.Microseconds(),
		p.Reason, p.Level, p.Moved, db.Micros(p.Ended), p.Evidence, p.writePauses(), flag(p.Given))
	return err
}

func save(ctx context.Context, tx *db.Tx, p *Promise) error {
	_, err := tx.ExecContext(ctx, `UPDATE promises_promises SET unit = $3, post = $4, person = $5, state = $6, warn_at = $7,
		due_at = $8, next_at = $9, paused_at = $10, paused_for = $11, reason = $12, level = $13, moved = $14, ended_at = $15, evidence = $16, pauses = $17
		WHERE tenant_id = $1 AND id = $2`,
		tx.Tenant(), p.ID, p.Owner.Unit, p.Owner.Post, p.Owner.Person, p.State, db.Micros(p.Warn),
		db.Micros(p.Due), db.Micros(p.Next), db.Micros(p.PausedAt), p.PausedFor.Microseconds(), p.Reason, p.Level, p.Moved, db.Micros(p.Ended), p.Evidence, p.writePauses())
	return err
}

// rename: what has ended keeps the words it ended under.
func rename(ctx context.Context, tx *db.Tx, subject city.ID, topic string, at city.Place) error {
	_, err := tx.ExecContext(ctx, `UPDATE promises_promises SET topic = $3, district = $4, neighbourhood = $5
		WHERE tenant_id = $1 AND subject_id = $2 AND ended_at = 0`, tx.Tenant(), subject, topic, at.District, at.Neighbourhood)
	return err
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// About lists every promise about one thing, in the order they were made.
func About(ctx context.Context, q db.Query, subject city.ID) ([]Promise, error) {
	return db.All(ctx, q, scan, `SELECT `+columns+` FROM promises_promises
		WHERE tenant_id = $1 AND subject_id = $2 ORDER BY opened_at, id`, q.Tenant(), subject)
}

// StandStill tells since when clocks stand, by what they are about; a thing whose
// clocks run is not in it.
func StandStill(ctx context.Context, q db.Query, subjects []city.ID) (map[city.ID]time.Time, error) {
	codes := make([]string, len(subjects))
	for i, id := range subjects {
		codes[i] = string(id)
	}
	since := map[city.ID]time.Time{}
	if len(codes) == 0 {
		return since, nil
	}
	text, args := among(`SELECT subject_id, paused_at FROM promises_promises WHERE tenant_id = $1 AND state = 'paused'`, []any{q.Tenant()}, `subject_id`, codes)
	_, err := db.All(ctx, q, func(r db.Row) (struct{}, error) {
		var id city.ID
		var at int64
		err := r.Scan(&id, &at)
		since[id] = db.Time(at)
		return struct{}{}, err
	}, text, args...)
	return since, err
}

// owedOf is what is owed of a subject, to be changed: until the transaction ends
// nobody else changes it.
func owedOf(ctx context.Context, tx *db.Tx, subject city.ID) ([]Promise, error) {
	return db.All(ctx, tx, scan, `SELECT `+columns+` FROM promises_promises
		WHERE tenant_id = $1 AND subject_id = $2 AND ended_at = 0 ORDER BY opened_at, id`+held(tx, forUpdate), tx.Tenant(), subject)
}

// dueBefore is what the sweep must look at. What somebody else holds at the
// moment is theirs, or is looked at the next time.
func dueBefore(ctx context.Context, tx *db.Tx, now time.Time, limit int) ([]Promise, error) {
	return db.All(ctx, tx, scan, `SELECT `+columns+` FROM promises_promises
		WHERE tenant_id = $1 AND next_at > 0 AND next_at <= $2 ORDER BY next_at, id LIMIT $3`+held(tx, passingBy), tx.Tenant(), db.Micros(now), limit)
}

const (
	forUpdate = ` FOR UPDATE`
	passingBy = ` FOR UPDATE SKIP LOCKED`
)

// held keeps the rows of a statement for this transaction. SQLite has one writer
// at a time, who holds everything.
func held(tx *db.Tx, how string) string {
	if tx.Engine() == db.Postgres {
		return how
	}
	return ``
}

// Owed asks for what somebody owes, the nearest due time first. Exactly one of
// Person, Units and Districts narrows the question; none means the whole city.
// Of narrows it further to promises of one thing.
type Owed struct {
	Person    city.ID
	Units     []string
	Districts []string
	Of        Of        // "" means of everything
	Before    time.Time // only what is due before; zero: all
	After     Mark      // continue behind this one
	Limit     int
}

// Mark is a place in a list of promises: page by page, without counting.
type Mark struct {
	Due time.Time
	ID  city.ID
}

// List answers the question.
func List(ctx context.Context, q db.Query, o Owed) ([]Promise, error) {
	text := `SELECT ` + columns + ` FROM promises_promises WHERE tenant_id = $1 AND ended_at = 0 AND (due_at, id) > ($2, $3)`
	args := []any{q.Tenant(), db.Micros(o.After.Due), o.After.ID}
	one := func(condition string, value any) {
		args = append(args, value)
		text += ` AND ` + condition + `$` + strconv.Itoa(len(args))
	}
	if !o.Before.IsZero() {
		one(`due_at < `, db.Micros(o.Before))
	}
	if o.Of != "" {
		one(`of = `, string(o.Of))
	}
	switch {
	case o.Person != "":
		one(`person <> '' AND person = `, o.Person)
	case len(o.Units) > 0:
		text, args = among(text, args, `unit`, o.Units)
	case len(o.Districts) > 0:
		text, args = among(text, args, `district`, o.Districts)
	}
	args = append(args, o.Limit)
	return db.All(ctx, q, scan, text+` ORDER BY due_at, id LIMIT $`+strconv.Itoa(len(args)), args...)
}

func among(text string, args []any, column string, values []string) (string, []any) {
	text += ` AND ` + column + ` IN (`
	for i, v := range values {
		if i > 0 {
			text += `, `
		}
		args = append(args, v)
		text += `$` + strconv.Itoa(len(args))
	}
	return text + `)`, args
}
