package dbtest

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the PostgreSQL driver

	"mahalle/internal/city"
)

// postgresURL makes a database of its own for the test and drops it afterwards,
// even when somebody is still connected to it.
func postgresURL(t *testing.T, server string) string {
	t.Helper()
	name := "test_" + strings.ReplaceAll(string(city.NewID()), "-", "")
	command(t, server, "CREATE DATABASE "+name+" TEMPLATE template0")
	t.Cleanup(func() { command(t, server, "DROP DATABASE "+name+" WITH (FORCE)") })
	address, err := onServer(server, name)
	if err != nil {
		t.Fatal(err)
	}
	return address
}

func onServer(server, name string) (string, error) {
	u, err := url.Parse(server)
	if err != nil {
		return "", fmt.Errorf("%s is not a postgres:// URL", Server) // without the URL: it holds a password
	}
	u.Path = "/" + name
	return u.String(), nil
}

func command(t *testing.T, server, text string) {
	t.Helper()
	admin, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	if _, err := admin.ExecContext(context.Background(), text); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}
