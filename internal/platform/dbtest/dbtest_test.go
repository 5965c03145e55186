package dbtest

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"mahalle/internal/platform/db"
)

var notes = db.Schema{Name: "notes", Files: fstest.MapFS{
	"migrations/00001_notes.sql": {Data: []byte(`-- +goose Up
CREATE TABLE notes_notes (tenant_id text NOT NULL, id text NOT NULL, PRIMARY KEY (tenant_id, id));
`)},
}}

func TestEveryEngineGetsAnEmptyDatabaseOfItsOwn(t *testing.T) {
	var seen []db.Engine
	for range 2 { // the second round would find the first one's row
		Every(t, func(t *testing.T, d *db.DB) {
			seen = append(seen, d.Engine())
			ctx := db.WithTenant(t.Context(), "manisa")
			err := d.Write(ctx, func(tx *db.Tx) error {
				_, err := tx.ExecContext(ctx, `INSERT INTO notes_notes (tenant_id, id) VALUES ($1, 'a')`, tx.Tenant())
				return err
			})
			if err != nil {
				t.Error(err)
			}
		}, notes)
	}
	want := "[sqlite sqlite]"
	if os.Getenv(Server) != "" {
		want = "[sqlite postgres sqlite postgres]"
	}
	if got := fmt.Sprint(seen); got != want {
		t.Errorf("ran on %s, want %s", got, want)
	}
}

// listener hears what a test would have said.
type listener struct {
	testing.TB
	said, fatal string
}

func (l *listener) Helper()                      {}
func (l *listener) Logf(text string, v ...any)   { l.said = fmt.Sprintf(text, v...) }
func (l *listener) Fatalf(text string, v ...any) { l.fatal = fmt.Sprintf(text, v...) }

func TestWithoutAServerItIsSaidAloudAndInCIItFails(t *testing.T) {
	for ci, failing := range map[string]bool{"": false, "true": true} {
		t.Setenv("CI", ci)
		l := &listener{TB: t}
		withoutServer(l)
		if (l.fatal != "") != failing {
			t.Errorf("CI=%q: fatal = %q", ci, l.fatal)
		}
		if !failing && !strings.Contains(l.said, "NOT tested") {
			t.Errorf("CI=%q: said %q", ci, l.said)
		}
	}
}

func TestAnAddressThatIsNoneKeepsItsPasswordToItself(t *testing.T) {
	_, err := onServer("postgres://mahalle:secret@127.0.0.1:port/postgres", "x")
	if err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("got %v", err)
	}
}

func TestTheDatabaseIsGoneAfterTheTest(t *testing.T) {
	server := os.Getenv(Server)
	if server == "" {
		withoutServer(t)
		return
	}
	var address string
	t.Run("a test", func(t *testing.T) { address = postgresURL(t, server) })
	if d, err := db.Open(address); err == nil {
		_ = d.Close()
		t.Error("the database of a finished test is still there")
	}
}
