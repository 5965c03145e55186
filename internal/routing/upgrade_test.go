package routing

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"mahalle/internal/journal"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/tenant"
)

// before is the schema as it was while rules were lines of the city's file.
func before(t *testing.T) db.Schema {
	t.Helper()
	old := fstest.MapFS{}
	for _, name := range []string{"00001_routing.sql", "00002_retired.sql", "00003_suggestions.sql", "00004_alarms.sql"} {
		text, err := fs.ReadFile(migrations, "migrations/"+name)
		if err != nil {
			t.Fatal(err)
		}
		old["migrations/"+name] = &fstest.MapFile{Data: text}
	}
	return db.Schema{Name: "routing", Files: old}
}

func TestTheRulesOfACityFromBeforeGoOnDeciding(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		ctx := tenant.Enter(t.Context(), &tenant.City{ID: "kasaba"})
		if err := d.Migrate(ctx, before(t)); err != nil {
			t.Fatal(err)
		}
		err := d.Write(ctx, func(tx *db.Tx) error {
			for _, text := range []string{
				`INSERT INTO routing_kinds (tenant_id, code, sort, body, retired) VALUES ($1, 'request', 0, '{"Code":"request"}', 0)`,
				`INSERT INTO routing_subjects (tenant_id, code, sort, body, retired) VALUES ($1, 'YL01', 0, '{"Code":"YL01","Group":"YL"}', 0)`,
				`INSERT INTO routing_rules (tenant_id, sort, line, subject, district, street, unit, why) VALUES
					($1, 0, 12, 'YL01', '*', 'metro', 'yol', '{"tr":"Ana yol."}'),
					($1, 1, 13, 'YL.*', 'turgutlu', '*', 'ilce-turgutlu', '{"tr":"Ara sokak \"ilçe\"nindir."}'),
					($1, 2, 13, 'YL.*', 'ahmetli', '*', 'ilce-ahmetli', '{"tr":"Ara sokak \"ilçe\"nindir."}'),
					($1, 3, 14, '*', '*', '*', 'masa', '{"tr":"Masa bakar."}')`,
			} {
				if _, err := tx.ExecContext(ctx, text, tx.Tenant()); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Migrate(ctx, Schema); err != nil {
			t.Fatal(err)
		}
		s := New(d, journal.New())
		if err := s.Load(ctx); err != nil {
			t.Fatal(err)
		}
		for _, tt := range []struct{ district, street, unit string }{
			{"ahmetli", "metro", "yol"}, {"ahmetli", "", "ilce-ahmetli"}, {"turgutlu", "district", "ilce-turgutlu"}, {"", "", "masa"},
		} {
			if got, err := s.Decide(ctx, Case{Subject: "YL01", District: tt.district, Street: tt.street}); err != nil || got.Unit != tt.unit {
				t.Errorf("%q %q goes to %q, %v; want %q", tt.district, tt.street, got.Unit, err, tt.unit)
			}
		}
		if why := s.Why("kasaba", 13); why.TR != `Ara sokak "ilçe"nindir.` {
			t.Errorf("an old request is told %q", why.TR)
		}
	}, tenant.Schema)
}
