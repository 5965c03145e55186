package dbtest

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"mahalle/internal/platform/db"
)

// Server is the variable that names the PostgreSQL server for tests, as a
// postgres:// URL of somebody who may create databases.
const Server = "MAHALLE_TEST_POSTGRES"

// Every runs the test on each engine, on a database that holds the schemas and
// nothing else.
func Every(t *testing.T, test func(t *testing.T, d *db.DB), schemas ...db.Schema) {
	t.Helper()
	EveryURL(t, func(t *testing.T, url string) { test(t, open(t, url, schemas)) })
}

// EveryURL runs the test on each engine with the address of an empty database,
// for tests that open it themselves.
func EveryURL(t *testing.T, test func(t *testing.T, url string)) {
	t.Helper()
	t.Run(string(db.SQLite), func(t *testing.T) { test(t, sqliteURL(t)) })
	server := os.Getenv(Server)
	if server == "" {
		withoutServer(t)
		return
	}
	t.Run(string(db.Postgres), func(t *testing.T) { test(t, postgresURL(t, server)) })
}

func withoutServer(t testing.TB) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is not set, so PostgreSQL was not tested; run make test", Server)
	}
	t.Logf("PostgreSQL was NOT tested: %s is not set; run make test, or name a server", Server)
}

func open(t *testing.T, url string, schemas []db.Schema) *db.DB {
	t.Helper()
	d, err := db.Open(url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("closing the database: %v", err)
		}
	})
	if err := d.Migrate(context.Background(), schemas...); err != nil {
		t.Fatal(err)
	}
	return d
}

// sqliteURL does not use t.TempDir: that puts the test's name in the path, and
// a name may hold what has a meaning in a file: address.
func sqliteURL(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "mahalle")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	return "sqlite:" + filepath.Join(folder, "mahalle.db")
}
