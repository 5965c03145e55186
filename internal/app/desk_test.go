package app_test

import (
	"context"
	"testing"

	"mahalle/internal/app"
)

func TestTheDeskIsWhoeverTheLastRuleNames(t *testing.T) {
	for _, name := range []string{"manisa", "tehran", "boston"} {
		a, err := app.Open(context.Background(), app.Options{Folder: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		pack, err := app.PackOf(name, nil)
		if err != nil {
			t.Fatal(err)
		}
		c, err := a.AddCity(context.Background(), pack, false)
		if err != nil {
			t.Fatal(err)
		}
		last := pack.Owners[len(pack.Owners)-1].Unit
		if desk := a.Office.Desk(c.ID); desk != last {
			t.Errorf("%s: the desk is %q, what fits no rule goes to %q", name, desk, last)
		}
	}
}
