package mornings

import (
	"context"
	"strings"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/journal"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/mail"
	"mahalle/internal/platform/mail/mailtest"
	"mahalle/internal/platform/once"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/promises"
)

// dawn is Tuesday before the office opens at eight, in Istanbul.
var dawn = time.Date(2026, 11, 24, 4, 0, 0, 0, time.UTC)

// house is a city with one officer who reads letters, and a mail server.
type house struct {
	*Service
	t      *testing.T
	ctx    context.Context
	server *mailtest.Server
	now    time.Time
}

func everyHouse(t *testing.T, test func(h *house)) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		c, err := tenant.City{ID: "kasaba", ZoneName: "Europe/Istanbul", DefaultLang: "tr", Name: city.Text{TR: "Kasaba"}}.WithZone()
		if err != nil {
			t.Fatal(err)
		}
		catalog, err := i18n.NewCatalog(Locales)
		if err != nil {
			t.Fatal(err)
		}
		server := &mailtest.Server{}
		if err := server.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = server.Close() })
		sender, err := mail.NewSender(server.URL("Kasaba <kasaba@example.org>"))
		if err != nil {
			t.Fatal(err)
		}
		l := promises.New(d, journal.New())
		h := &house{Service: New(d, l, catalog, sender), t: t, ctx: tenant.Enter(t.Context(), &c), server: server, now: dawn}
		h.Join(Needs{
			Readers: func(context.Context) ([]Reader, error) {
				return []Reader{{Person: "p1", Email: "memur@example.org", Unit: "yol", Calendar: "office"}}, nil
			},
			SubjectName: func(context.Context, string) string { return "Çukur" },
			BaseURL:     func(context.Context) string { return "https://kasaba.example" },
		})
		h.write(func(ctx context.Context, tx *db.Tx) error {
			w := calendar.Week{}
			for day := time.Monday; day <= time.Friday; day++ {
				w.Hours[day] = []calendar.Span{{From: 8 * time.Hour, To: 17 * time.Hour}}
			}
			return promises.SaveWeek(ctx, tx, "office", w)
		})
		if err := l.Calendars.Load(h.ctx); err != nil {
			t.Fatal(err)
		}
		test(h)
	}, tenant.Schema, jobs.Schema, once.Schema, journal.Schema, promises.Schema)
}

func (h *house) at() context.Context { return clock.With(h.ctx, h.now) }

func (h *house) write(fn func(ctx context.Context, tx *db.Tx) error) {
	h.t.Helper()
	if err := h.db.Write(h.ctx, func(tx *db.Tx) error { return fn(h.at(), tx) }); err != nil {
		h.t.Fatal(err)
	}
}

// owes promises something that was opened and is due so long from now.
func (h *house) owes(label string, opened, due time.Duration) {
	h.t.Helper()
	h.write(func(ctx context.Context, tx *db.Tx) error {
		_, err := h.ledger.Make(clock.With(ctx, h.now.Add(opened)), tx, promises.Draft{SubjectKind: "request", Subject: city.NewID(), Label: label,
			Of: promises.Repair, Owner: promises.Owner{Unit: "yol"}, Calendar: "office", Amount: calendar.Amount{N: 1, Unit: calendar.Hours}, Due: h.now.Add(due)})
		return err
	})
}

// look lets both nodes look at a moment and do what they find.
func (h *house) look(at time.Time, want int) []mailtest.Letter {
	h.t.Helper()
	h.now = at
	for range 2 {
		if err := h.Look(h.at()); err != nil {
			h.t.Fatal(err)
		}
		c := tenant.From(h.ctx)
		r := &jobs.Runner{DB: h.db, Cities: func() []*tenant.City { return []*tenant.City{c} }}
		r.Send(sendJob, h.send)
		r.Round(h.at())
	}
	all := h.server.Letters()
	if len(all) != want {
		h.t.Fatalf("at %v %d letters were sent, want %d", at, len(all), want)
	}
	return all
}

func TestAnOfficerIsWrittenToOnceWhenTheOfficeOpens(t *testing.T) {
	everyHouse(t, func(h *house) {
		opens := dawn.Add(time.Hour)
		h.owes("KSB-1", -72*time.Hour, -time.Hour)
		h.owes("KSB-2", -72*time.Hour, 8*time.Hour)
		h.owes("KSB-3", -10*time.Hour, 200*time.Hour)
		h.owes("KSB-4", -172*time.Hour, 200*time.Hour)
		h.look(dawn, 0)
		text := h.look(opens.Add(time.Minute), 1)[0].Text
		for label, want := range map[string]bool{"KSB-1": true, "KSB-2": true, "KSB-3": true, "KSB-4": false, "/staff/account": true} {
			if strings.Contains(text, label) != want {
				t.Errorf("%s in the letter: %v, want %v\n%s", label, !want, want, text)
			}
		}
		h.look(opens.Add(time.Hour), 1)
		h.look(opens.Add(24*time.Hour), 2)
	})
}

func TestOnAClosedDayOrWithNothingToSayNothingIsSent(t *testing.T) {
	everyHouse(t, func(h *house) {
		opens := dawn.Add(time.Hour)
		h.look(opens, 0)
		h.owes("KSB-1", 0, time.Hour)
		h.look(opens.Add(4*24*time.Hour), 0) // Saturday
		h.look(opens.Add(5*24*time.Hour+10*time.Hour), 0)
		h.look(opens.Add(6*24*time.Hour), 1)
	})
}
