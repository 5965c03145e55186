package requests

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
)

func TestWhatWasFinishedLateIsFoundWhenItIsReopenedToo(t *testing.T) {
	atWork(t, func(b *street) {
		finish := func(number string, after time.Duration) {
			b.Helper()
			yol := officer(later(b.ctx, after), "yol")
			write(b.T, b.s.db, yol, func(tx *db.Tx) error {
				return b.s.Finish(yol, tx, number, Finishing{Outcome: Fixed, Text: "Onarıldı."})
			})
		}
		inTime, _ := b.told()
		late, _ := b.told()
		again, _ := b.told()
		b.told() // and one that nobody has finished
		finish(inTime.Number, time.Hour)
		finish(again.Number, 6*24*time.Hour)
		finish(late.Number, 7*24*time.Hour)
		week := later(b.ctx, 8*24*time.Hour)
		write(b.T, b.s.db, week, func(tx *db.Tx) error { return b.s.Object(week, tx, again.Number, again.Secret, "sad", "Hâlâ çukur") })
		write(b.T, b.s.db, week, func(tx *db.Tx) error { return b.s.Confirm(week, tx, late.Number, late.Secret, "happy", "") })
		b.ctx = week
		b.actor = clerk()
		b.done(b.post("/staff/requests/"+again.Number+"/reopen", typed()), "/staff/requests/")
		if r := get(b.T, b.s, b.ctx, again.Number); r.Kept != TooLate || r.KeptAt.IsZero() || r.SaidAt.IsZero() {
			b.Errorf("reopened it forgot %+v", r)
		}
		for query, want := range map[string][]string{
			"view=all&kept=no":                                    {late.Number, again.Number},
			"view=all&kept=yes":                                   {inTime.Number},
			"kept=no&done=30.11.2026":                             {late.Number},
			"kept=no&done=29.11.2026":                             {late.Number, again.Number},
			"kept=no&district=turgutlu&unit=yol":                  {late.Number, again.Number},
			"kept=no&district=ahmetli":                            {},
			"view=open&kept=no":                                   {again.Number},
			"view=all&confirmed=no&said=1.12.2026":                {again.Number},
			"view=all&confirmed=yes&said=1.12.2026":               {late.Number},
			"view=all&confirmed=yes&said=2.12.2026":               {},
			"view=all&kept=no&confirmed=yes&said=1.12.2026":       {late.Number},
			"view=all&kept=no&status=closed":                      {late.Number},
			"view=all&kept=no&neighbourhood=turgutlu-altay":       {},
			"view=all&confirmed=no&said=1.12.2026&subject=YL01":   {again.Number},
			"view=all&confirmed=none&said=1.1.2026&district=moon": {},
		} {
			page := b.get("/staff/requests?" + query)
			if got := rows(page.body); !slices.Equal(got, want) {
				b.Errorf("%q shows %v, want %v", query, got, want)
			}
			if strings.Contains(query, "kept=no&done") {
				b.wants(page, http.StatusOK, "Süresinden sonra sonuçlandı", "sonuçlanma: ")
			}
		}
		for _, query := range []string{"kept=maybe", "said=31.31.2026"} {
			if p := b.get("/staff/requests?" + query); p.Code < 400 {
				b.Errorf("%q is answered with %d", query, p.Code)
			}
		}
	})
}

// Lists of what was judged and said are read from an index, page by page.
func TestWhatWasJudgedIsReadFromAnIndex(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		s, ctx := counter(t, d)
		if d.Read(ctx).Engine() == db.Postgres {
			return // a small table is read whole there; the same indexes exist
		}
		desk, chief, yol := clerk(), clerk(), staffOf("yol")
		delete(chief.Permissions, SeesCity)
		chief.Permissions[SeesArea], chief.Districts, chief.Units = true, []string{"turgutlu"}, nil
		for name, tt := range map[string]struct {
			a    access.Actor
			f    Filter
			want string
		}{
			"finished late, in the city":       {desk, Filter{Kept: TooLate, DoneFrom: monday}, "requests_kept (tenant_id=? AND kept=? AND kept_at>?"},
			"finished late, in a district":     {chief, Filter{Kept: TooLate, DoneFrom: monday}, "requests_kept_district (tenant_id=? AND district=? AND kept=? AND kept_at>?"},
			"finished late, by a unit":         {yol, Filter{Kept: TooLate, Unit: "yol"}, "requests_kept_unit (tenant_id=? AND unit=? AND kept=?"},
			"denied of late, in a district":    {chief, Filter{Confirmed: No, SaidFrom: monday}, "requests_said_district (tenant_id=? AND district=? AND confirmed=? AND said_at>?"},
			"closed without a word, in a unit": {yol, Filter{Confirmed: NoAnswer, SaidFrom: monday, Unit: "yol"}, "requests_said_unit (tenant_id=? AND unit=? AND confirmed=? AND said_at>?"},
			"closed without a word, anywhere":  {desk, Filter{Confirmed: NoAnswer, SaidFrom: monday}, "requests_said (tenant_id=? AND confirmed=? AND said_at>?"},
		} {
			t.Run(name, func(t *testing.T) {
				q := d.Read(ctx)
				tt.f.Limit = 50
				b := &ask{columns: columns, args: []any{q.Tenant()}}
				plan, err := db.All(ctx, q, func(r db.Row) (string, error) {
					var id, parent, unused int
					var detail string
					err := r.Scan(&id, &parent, &unused, &detail)
					return detail, err
				}, `EXPLAIN QUERY PLAN `+b.build(tt.a, tt.f), b.args...)
				all := strings.Join(plan, "\n")
				if err != nil || !strings.Contains(all, tt.want) || strings.Contains(all, "TEMP B-TREE FOR ORDER BY") && strings.Count(all, "SEARCH") == 1 {
					t.Errorf("%v\n%s", err, all)
				}
			})
		}
		_ = s
	}, schemas...)
}
