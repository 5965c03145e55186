package move

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mahalle/internal/app"
	"mahalle/internal/platform/dbtest"
)

// A demonstration city goes to another database and back and is the same.
func TestACityMovesThereAndBackAndIsTheSame(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, there string) {
		folder := t.TempDir()
		home := "sqlite:" + filepath.Join(folder, "home.db")
		a, err := app.Open(t.Context(), app.Options{DB: home, Folder: folder})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := a.Demonstrate(t.Context(), app.Demo{City: "manisa", Requests: 300, Seed: 7, Progress: func(int, int) {}}); err != nil {
			t.Fatal(err)
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		told := 0
		first, err := City(t.Context(), home, there, func(done, total int) { told = done * 100 / total })
		if err != nil || told != 100 {
			t.Fatalf("%v, and %d of a hundred was told", err, told)
		}
		back := "sqlite:" + filepath.Join(folder, "back.db")
		second, err := City(t.Context(), there, back, func(int, int) {})
		if err != nil {
			t.Fatal(err)
		}
		byName := func(a, b Table) int { return strings.Compare(a.Name, b.Name) }
		slices.SortFunc(first, byName)
		slices.SortFunc(second, byName)
		if !slices.Equal(first, second) {
			t.Errorf("it left as %v and came back as %v", first, second)
		}
		rows := int64(0)
		for _, table := range first {
			rows += table.Rows
		}
		if rows < 3000 || len(first) < 40 {
			t.Errorf("%d rows of %d tables: the test proves too little", rows, len(first))
		}
		if _, err := City(t.Context(), home, there, func(int, int) {}); err == nil || !strings.Contains(err.Error(), "nothing is written over") {
			t.Errorf("a city was written over another: %v", err)
		}
		served, err := app.Open(t.Context(), app.Options{DB: back, Folder: folder})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = served.Close() }()
		for _, f := range served.Examine(t.Context()) {
			if f.Trouble {
				t.Errorf("%s: %s", f.About, f.Says)
			}
		}
	})
}
