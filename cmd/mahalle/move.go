package main

import (
	"context"
	"fmt"

	"mahalle/internal/app/move"
)

type moveCommand struct {
	From string `help:"The database to move: sqlite:PATH or postgres://USER@HOST/NAME." required:""`
	To   string `help:"An empty database to move it to." required:""`
}

// Run takes a whole installation from one database to another.
func (m *moveCommand) Run(ctx context.Context) error {
	bar := newBar("Moving the city")
	tables, err := move.City(ctx, m.From, m.To, bar.show)
	if err != nil {
		return err
	}
	var rows int64
	for _, t := range tables {
		fmt.Printf("%-28s %10d rows  %016x\n", t.Name, t.Rows, t.Sum)
		rows += t.Rows
	}
	fmt.Printf("Moved %d rows of %d tables; both databases were read again and hold the same.\nServe it with --db %s and the same data folder. The old database was left as it is.\n", rows, len(tables), m.To)
	return nil
}
