package db

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestAnOlderProgramDoesNotTouchADatabaseThatANewerOneHasChanged(t *testing.T) {
	d, ctx := opened(t)
	newer := Schema{Name: schema.Name, Files: fstest.MapFS{
		"migrations/00001_notes.sql": schema.Files.(fstest.MapFS)["migrations/00001_notes.sql"],
		"migrations/00009_more.sql":  {Data: []byte("-- +goose Up\nCREATE TABLE notes_more (tenant_id text NOT NULL, PRIMARY KEY (tenant_id));\n")},
	}}
	if err := d.Migrate(ctx, newer); err != nil {
		t.Fatal(err)
	}
	if err := d.Migrate(ctx, newer); err != nil {
		t.Errorf("the newer program itself: %v", err)
	}
	if err := d.Migrate(ctx, schema); err == nil || !strings.Contains(err.Error(), "newer program") {
		t.Errorf("the older program: %v", err)
	}
}
