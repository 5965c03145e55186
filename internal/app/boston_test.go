package app_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"mahalle/internal/app"
	"mahalle/internal/doors/past"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/tenant"
)

// bostonFile is the real sample beside a checkout of ours; elsewhere the rows of
// testdata, which are written like it, have to do.
func bostonFile(t *testing.T) (path string, rows, compared int) {
	t.Helper()
	real := filepath.Join("..", "..", "..", "shared", "data", "311-boston-sample", "boston-311-sample-2015-2024.csv.gz")
	if _, err := os.Stat(real); err == nil {
		return real, 4995, 4283 // 711 rows promise nothing, one has no verdict
	}
	return filepath.Join("testdata", "boston-like.csv"), 3, 2
}

func TestARealCitysFileComesInAndKeepsItsPromisedTimes(t *testing.T) {
	path, rows, compared := bostonFile(t)
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		ctx := context.Background()
		a, err := app.Open(ctx, app.Options{DB: address, Folder: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		pack, err := app.PackOf("boston", nil)
		if err != nil {
			t.Fatal(err)
		}
		c, err := a.AddCity(ctx, pack, false)
		if err != nil {
			t.Fatal(err)
		}
		in := access.AsSystem(tenant.Enter(ctx, c))
		first := bring(t, a, in, path)
		if first.Read != rows || !first.Adds() || first.Rejected != 0 || len(first.Unknown) != 0 {
			t.Errorf("the account: %+v", first)
		}
		if first.Compared != compared || len(first.Differences) != 0 {
			t.Errorf("%d compared, want %d; differences %+v", first.Compared, compared, first.Differences)
		}
		if again := bring(t, a, in, path); again.Known != rows || again.New != 0 {
			t.Errorf("the second time: %+v", again)
		}
		late, err := db.One(in, a.DB.Read(in), db.Value[int], `SELECT count(*) FROM pub_promises
			WHERE tenant_id = $1 AND state = 'broken'`, c.ID)
		if err != nil || rows == 4995 && late != 475 {
			t.Errorf("%d broken promises in the ledger (%v), want 475: 474 as the file says, and the row that has no verdict", late, err)
		}
	})
}

func bring(t *testing.T, a *app.App, ctx context.Context, path string) past.Account {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "cities", "boston", "requests.toml"))
	if err != nil {
		t.Fatal(err)
	}
	mapping, err := past.ParseMapping(string(text))
	if err != nil {
		t.Fatal(err)
	}
	var rejected bytes.Buffer
	im := &past.Importer{DB: a.DB, City: a.ImportCity(), Mapping: mapping, Rejected: &rejected}
	account, err := im.File(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	return account
}
