package mornings

import (
	"context"
	"embed"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/mail"
	"mahalle/internal/platform/once"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/promises"
)

// Locales holds the sentences of the letter.
//
//go:embed locales
var Locales embed.FS

// Reader is somebody who works on the requests of a unit.
type Reader struct {
	Person   city.ID
	Email    string
	Lang     city.Lang // empty: the city's own
	Unit     string
	Calendar string // the unit's
}

// Needs is what mornings must be told by others; package app joins it.
type Needs struct {
	// Readers lists who wants the letter, once for every unit, ordered by person.
	Readers func(ctx context.Context) ([]Reader, error)
	// SubjectName is a name in the language of i18n.From(ctx).
	SubjectName func(ctx context.Context, code string) string
	// BaseURL is the city's own address without a slash at its end.
	BaseURL func(ctx context.Context) string
}

// Service writes the letters of the morning.
type Service struct {
	db      *db.DB
	ledger  *promises.Ledger
	catalog *i18n.Catalog
	sender  *mail.Sender
	needs   Needs
}

// New is the writer of the morning's letters. Without a mail server it writes
// none: the lists say the same.
func New(d *db.DB, l *promises.Ledger, catalog *i18n.Catalog, sender *mail.Sender) *Service {
	return &Service{db: d, ledger: l, catalog: catalog, sender: sender}
}

// Join tells the service who answers its needs; all of them are needed.
func (s *Service) Join(n Needs) { s.needs = n }

const (
	lookJob = "mornings: look"
	sendJob = "mornings: send"
)

// Register lets the runner look every quarter of an hour whose unit has opened.
func (s *Service) Register(r *jobs.Runner) {
	r.Send(lookJob, func(ctx context.Context, _ jobs.Job) error { return s.Look(ctx) })
	r.Plan(jobs.Schedule{Name: lookJob, Every: 15 * time.Minute})
	r.Send(sendJob, s.send)
}

// latest is how long after the opening a letter is still one of the morning.
const latest = 2 * time.Hour

// order is what the job of one letter carries.
type order struct {
	Person city.ID  `json:"person"`
	Day    city.Day `json:"day"`
}

// Look orders a letter for everybody whose unit has opened within two hours, once
// a day however often it looks.
func (s *Service) Look(ctx context.Context) error {
	if s.sender.Unset() || tenant.From(ctx).Demonstration {
		return nil
	}
	readers, err := s.needs.Readers(ctx)
	if err != nil {
		return err
	}
	now := clock.Now(ctx)
	day := tenant.From(ctx).Today(now)
	for _, r := range readers {
		opens, working := s.opens(ctx, r.Calendar, day)
		if !working || now.Before(opens) || now.After(opens.Add(latest)) {
			continue
		}
		if err := s.order(ctx, order{r.Person, day}); err != nil {
			return err
		}
	}
	return nil
}

// order writes the job of one letter, once a person and day.
func (s *Service) order(ctx context.Context, of order) error {
	_, _, err := once.Do(ctx, s.db, "mornings", string(of.Person)+" "+of.Day.String(), func(tx *db.Tx) (string, error) {
		return "", jobs.Enqueue(ctx, tx, sendJob, "", of, clock.Now(ctx))
	})
	return err
}

// opens is when a calendar opens on a day. Round-the-clock units open at
// midnight and get their letter then.
func (s *Service) opens(ctx context.Context, code string, day city.Day) (time.Time, bool) {
	cal, err := s.ledger.Calendars.Get(db.TenantFrom(ctx), code)
	if err != nil || !cal.IsWorking(day) {
		return time.Time{}, false
	}
	return day.At(cal.Hours(day)[0].From, cal.Zone), true
}

// sinceLast is when the calendar opened on the working day before.
func (s *Service) sinceLast(ctx context.Context, code string, day city.Day) time.Time {
	for back := city.Day(1); back <= 14; back++ {
		if opens, working := s.opens(ctx, code, day-back); working {
			return opens
		}
	}
	return (day - 14).At(0, tenant.From(ctx).Zone())
}
