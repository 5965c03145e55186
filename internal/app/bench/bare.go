package bench

import (
	"context"
	"errors"
	"fmt"

	"mahalle/internal/app"
)

// bare measures W3 and, on PostgreSQL, W1 beside the bare driver doing what the
// server asks of the database: overheard from one request answered by this
// program, copied with names of their own.
func (b *bench) bare(ctx context.Context) error {
	a, err := app.Open(ctx, app.Options{DB: b.d.address, Folder: b.d.folder})
	if err != nil {
		return err
	}
	list, err := b.listOnce(ctx, a)
	if err != nil {
		return errors.Join(err, a.Close())
	}
	create, err := b.createOnce(ctx, a)
	if err := errors.Join(err, a.Close()); err != nil {
		return err
	}
	created := b.read(ctx, "W3 durable create", b.create)
	if b.d.path != "" {
		rows := writing(create)
		created.CeilingKind, created.CeilingCPU = fmt.Sprintf("bare driver, the %d writing statements of a create in grouped durable commits", len(rows)), 0
		created.Ceiling, err = bareInserts(ctx, b.d.path, b.o.Clients, 1000*b.o.Seconds, copies(rows))
		return err
	}
	created.CeilingKind, created.CeilingCPU = fmt.Sprintf("bare pgx, the %d statements of a create in a transaction", len(create)), 0
	if created.Ceiling, err = bareTransactions(ctx, b.d.address, b.o, copies(create)); err != nil {
		return err
	}
	w1 := &b.report.Results[0]
	w1.CeilingKind, w1.CeilingCPU = fmt.Sprintf("bare pgx, the %d statements of a list", len(list)), 0
	w1.Ceiling, err = bareQueries(ctx, b.d.address, b.o, list)
	return err
}

// writing are those that change something.
func writing(all []statement) []statement {
	var some []statement
	for _, s := range all {
		if s.writes() {
			some = append(some, s)
		}
	}
	return some
}
