package main

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"

	"mahalle/internal/app"
	"mahalle/internal/app/backup"
)

// kept names the city's place for the two commands that copy it, without
// opening it: a backup is taken before a new version touches the database.
type kept struct {
	DB   string `help:"sqlite:PATH; without it, mahalle.db in the data folder." env:"MAHALLE_DB"`
	Data string `help:"Where files are kept." default:"./mahalle-data" type:"path" env:"MAHALLE_DATA"`
}

func (k kept) city() backup.City {
	return backup.City{DB: cmp.Or(k.DB, "sqlite:"+filepath.Join(k.Data, "mahalle.db")), Folder: k.Data, Version: app.Version}
}

type backupCommand struct {
	kept
	To string `arg:"" help:"The folder to make; it must not be there yet." type:"path"`
}

// Run copies a running city into one folder and checks the copy.
func (b *backupCommand) Run(ctx context.Context) error {
	account, err := backup.Make(ctx, b.city(), b.To)
	if err != nil {
		return err
	}
	fmt.Printf("%s holds %s\n", b.To, holds(account))
	return nil
}

type restoreCommand struct {
	kept
	From  string `arg:"" help:"The folder a backup lies in." type:"existingdir"`
	Check bool   `help:"Only read the whole backup and say whether it is sound."`
	// A backup is older than what was erased after it.
	Forgotten []string `help:"Newer lists of who was forgotten, from a later backup or the lost data folder: files named forgotten." type:"existingfile"`
}

// Run puts a backup where a city is to stand, or only checks it.
func (r *restoreCommand) Run(ctx context.Context) error {
	if r.Check {
		account, err := backup.Check(ctx, r.From)
		if err == nil {
			fmt.Printf("Sound: %s\n", holds(account))
		}
		return err
	}
	account, err := backup.Restore(ctx, r.From, r.city(), r.Forgotten...)
	if err != nil {
		return err
	}
	a, err := app.Open(ctx, app.Options{DB: r.city().DB, Folder: r.Data}) // erases again who was forgotten since
	if err != nil {
		return err
	}
	if err := a.Close(); err != nil {
		return err
	}
	fmt.Printf("Restored: %s\nLook whether all is well with mahalle doctor, then serve.\n", holds(account))
	return nil
}

func holds(a backup.Account) string {
	return fmt.Sprintf("the city as it was %s (mahalle %s): database %.1f MB, %d files of %.1f MB",
		a.MadeAt.Local().Format("2006-01-02 15:04:05"), a.Version, float64(a.Database)/1e6, a.Files, float64(a.Bytes)/1e6)
}
