package insight

import (
	"context"
	"iter"
	"strconv"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
)

const (
	loads = `n, late, reopened, fresh, offered, asked, forwarded, disputed`
	flows = `opened, done, on_time, done_late, confirmed, refuted, unconfirmed, reopened,
	happy, sad, angry, surprised, open_change, late_change`
)

type gathered struct{}

// gather adds a tally to the figures of its transaction. They are written last
// of all: a thousand imported requests change a figure once, and on PostgreSQL
// nobody waits for a figure longer than a commit takes.
func gather(ctx context.Context, tx *db.Tx, t tally) {
	all := db.Shared(tx, gathered{}, func() *tally {
		sum := newTally()
		tx.BeforeCommit(func() error { return keep(ctx, tx, sum.withoutZeros()) })
		return &sum
	})
	all.add(t)
}

// keep adds a tally to the figures.
func keep(ctx context.Context, tx *db.Tx, t tally) error {
	for some := range inParts(openKeys(t.open)) {
		if err := keepOpen(ctx, tx, some, t.open); err != nil {
			return err
		}
	}
	for some := range inParts(dayKeys(t.days)) {
		if err := keepDays(ctx, tx, some, t.days); err != nil {
			return err
		}
	}
	return nil
}

// mostTogether is how many figures one statement changes.
const mostTogether = 64

// inParts cuts keys into parts of 64, 32, 16 … so that there are few different
// statements to prepare.
func inParts[K any](keys []K) iter.Seq[[]K] {
	return func(yield func([]K) bool) {
		for size := mostTogether; size > 0; size /= 2 {
			for len(keys) >= size {
				if !yield(keys[:size]) {
					return
				}
				keys = keys[size:]
			}
		}
	}
}

func keepOpen(ctx context.Context, tx *db.Tx, keys []openKey, changes map[openKey]Load) error {
	var args []any
	for _, k := range keys {
		l := changes[k]
		args = values(append(args, tx.Tenant(), k.Due, k.District, k.Unit), l.fields())
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO insight_open (tenant_id, due_day, district, unit, `+loads+`)
		VALUES `+rows(len(keys), 12)+` ON CONFLICT (tenant_id, due_day, district, unit) DO UPDATE SET
		n = insight_open.n + excluded.n, late = insight_open.late + excluded.late,
		reopened = insight_open.reopened + excluded.reopened, fresh = insight_open.fresh + excluded.fresh,
		offered = insight_open.offered + excluded.offered, asked = insight_open.asked + excluded.asked,
		forwarded = insight_open.forwarded + excluded.forwarded, disputed = insight_open.disputed + excluded.disputed`, args...)
	return err
}

func keepDays(ctx context.Context, tx *db.Tx, keys []dayKey, changes map[dayKey]Flow) error {
	var args []any
	for _, k := range keys {
		f := changes[k]
		args = values(append(args, tx.Tenant(), k.District, k.Unit, k.Day), f.fields())
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO insight_days (tenant_id, district, unit, day, `+flows+`)
		VALUES `+rows(len(keys), 18)+` ON CONFLICT (tenant_id, district, unit, day) DO UPDATE SET
		opened = insight_days.opened + excluded.opened, done = insight_days.done + excluded.done,
		on_time = insight_days.on_time + excluded.on_time, done_late = insight_days.done_late + excluded.done_late,
		confirmed = insight_days.confirmed + excluded.confirmed, refuted = insight_days.refuted + excluded.refuted,
		unconfirmed = insight_days.unconfirmed + excluded.unconfirmed, reopened = insight_days.reopened + excluded.reopened,
		happy = insight_days.happy + excluded.happy, sad = insight_days.sad + excluded.sad,
		angry = insight_days.angry + excluded.angry, surprised = insight_days.surprised + excluded.surprised,
		open_change = insight_days.open_change + excluded.open_change,
		late_change = insight_days.late_change + excluded.late_change`, args...)
	return err
}

func values(args []any, fields []*int64) []any {
	for _, f := range fields {
		args = append(args, *f)
	}
	return args
}

// rows writes n rows of so many parameters: ($1, $2), ($3, $4).
func rows(n, columns int) string {
	var b strings.Builder
	for i := range n * columns {
		switch {
		case i == 0:
			b.WriteString("(")
		case i%columns == 0:
			b.WriteString("), (")
		default:
			b.WriteString(", ")
		}
		b.WriteString("$" + strconv.Itoa(i+1))
	}
	return b.String() + ")"
}

// openRow is what is open in one cell.
type openRow struct {
	openKey
	Load
}

func scanOpen(r db.Row) (openRow, error) {
	var o openRow
	err := r.Scan(append([]any{&o.Due, &o.District, &o.Unit}, pointers(o.Load.fields())...)...)
	return o, err
}

func pointers(fields []*int64) []any {
	found := make([]any, len(fields))
	for i, f := range fields {
		found[i] = f
	}
	return found
}

// openNow reads what is open, and what of it is due today: some hundred rows,
// one for each unit that has something in a district. Districts and units narrow
// it; nil does not.
func openNow(ctx context.Context, q db.Query, today city.Day, districts, units []string) ([]openRow, error) {
	b := &ask{args: []any{q.Tenant(), everyDay, today}}
	text := `SELECT due_day, district, unit, ` + loads + ` FROM insight_open WHERE tenant_id = $1 AND due_day IN ($2, $3) AND n <> 0`
	if districts != nil {
		text += ` AND district IN (` + b.each(districts) + `)`
	}
	if units != nil {
		text += ` AND unit IN (` + b.each(units) + `)`
	}
	return db.All(ctx, q, scanOpen, text, b.args...)
}

// flowRow is what happened in one district, or one unit, in a stretch of days.
type flowRow struct {
	cell
	Flow
}

func scanFlow(r db.Row) (flowRow, error) {
	var f flowRow
	err := r.Scan(append([]any{&f.District, &f.Unit}, pointers(f.Flow.fields())...)...)
	return f, err
}

const summed = `CAST(sum(opened) AS bigint), CAST(sum(done) AS bigint), CAST(sum(on_time) AS bigint), CAST(sum(done_late) AS bigint),
	CAST(sum(confirmed) AS bigint), CAST(sum(refuted) AS bigint), CAST(sum(unconfirmed) AS bigint), CAST(sum(reopened) AS bigint),
	CAST(sum(happy) AS bigint), CAST(sum(sad) AS bigint), CAST(sum(angry) AS bigint), CAST(sum(surprised) AS bigint),
	CAST(sum(open_change) AS bigint), CAST(sum(late_change) AS bigint)`

// happened sums the days from the first to the last for each of the districts,
// or of the units: the other list is then just all.
func happened(ctx context.Context, q db.Query, districts, units []string, first, last city.Day) ([]flowRow, error) {
	b := &ask{args: []any{q.Tenant(), first, last}}
	return db.All(ctx, q, scanFlow, `SELECT district, unit, `+summed+` FROM insight_days
		WHERE tenant_id = $1 AND district IN (`+b.each(districts)+`) AND unit IN (`+b.each(units)+`) AND day BETWEEN $2 AND $3
		GROUP BY district, unit`, b.args...)
}

// weekRow is how many requests came in one week, counted from the first day.
type weekRow struct {
	cell
	Week   int
	Opened int64
}

func scanWeek(r db.Row) (weekRow, error) {
	var w weekRow
	err := r.Scan(&w.District, &w.Unit, &w.Week, &w.Opened)
	return w, err
}

// weekly counts what came, week by week from the first day on.
func weekly(ctx context.Context, q db.Query, districts, units []string, first, last city.Day) ([]weekRow, error) {
	b := &ask{args: []any{q.Tenant(), first, last}}
	return db.All(ctx, q, scanWeek, `SELECT district, unit, (day - $2) / 7 AS week, CAST(sum(opened) AS bigint) FROM insight_days
		WHERE tenant_id = $1 AND district IN (`+b.each(districts)+`) AND unit IN (`+b.each(units)+`) AND day BETWEEN $2 AND $3
		GROUP BY district, unit, week`, b.args...)
}

// ask gathers the arguments of one question.
type ask struct{ args []any }

// each writes a parameter for every value; an empty list finds nothing.
func (b *ask) each(values []string) string {
	if len(values) == 0 {
		return `NULL`
	}
	marks := make([]string, len(values))
	for i, v := range values {
		b.args = append(b.args, v)
		marks[i] = "$" + strconv.Itoa(len(b.args))
	}
	return strings.Join(marks, ", ")
}
