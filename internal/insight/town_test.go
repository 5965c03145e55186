package insight

import (
	"context"
	"fmt"
	"testing"
	"testing/fstest"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/journal"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/web"
	"mahalle/internal/promises"
)

// rowsOfRequests stand in for the capability that keeps requests: what its view
// shows, and nothing else.
var rowsOfRequests = db.Schema{Name: "requests", Files: fstest.MapFS{
	"migrations/00001_requests.sql": {Data: []byte(`-- +goose Up
CREATE TABLE requests_requests (
	tenant_id text NOT NULL, id text NOT NULL, number text NOT NULL, kind text NOT NULL, subject text NOT NULL,
	status text NOT NULL, open bigint NOT NULL, unit text NOT NULL, department text NOT NULL, district text NOT NULL,
	neighbourhood text NOT NULL, opened_at bigint NOT NULL, due_at bigint NOT NULL, late bigint NOT NULL,
	reopened bigint NOT NULL, people bigint NOT NULL, done_at bigint NOT NULL, closed_at bigint NOT NULL,
	outcome text NOT NULL, confirmed text NOT NULL, face text NOT NULL, public bigint NOT NULL,
	PRIMARY KEY (tenant_id, id));
CREATE INDEX requests_open ON requests_requests (tenant_id, due_at, id) WHERE open = 1;
CREATE INDEX requests_newest ON requests_requests (tenant_id, opened_at, id);
CREATE INDEX requests_neighbourhood ON requests_requests (tenant_id, neighbourhood, opened_at, id);
CREATE VIEW pub_requests AS SELECT * FROM requests_requests;
`)},
}}

var schemas = []db.Schema{tenant.Schema, journal.Schema, jobs.Schema, promises.Schema, rowsOfRequests, Schema}

var monday = time.Date(2026, 11, 23, 6, 30, 0, 0, time.UTC) // 09:30 in Istanbul

// town is a small city in which things happen to requests.
type town struct {
	testing.TB
	ctx context.Context
	d   *db.DB
	j   *journal.Journal
	s   *Service
	c   *tenant.City
	now time.Time
	n   int

	router  *web.Router
	gather  bool // let many things happen in one transaction; see commit
	waiting []func(tx *db.Tx) error
}

// anyTown is the name of a town in which nothing has happened yet.
func anyTown() city.Tenant { return city.Tenant("town-" + city.NewID()) }

func newTown(t testing.TB, d *db.DB, id city.Tenant) *town {
	t.Helper()
	c, err := tenant.City{ID: id, Name: city.Text{TR: "Manisa", EN: "Manisa"}, ZoneName: "Europe/Istanbul", DefaultLang: city.Turkish}.WithZone()
	if err != nil {
		t.Fatal(err)
	}
	w := &town{TB: t, d: d, j: journal.New(), c: &c, now: monday}
	w.s = New(d, needs())
	w.s.Listen(w.j)
	w.ctx = tenant.Enter(t.Context(), &c)
	return w
}

// at is the context at the town's own time.
func (w *town) at() context.Context { return clock.With(w.ctx, w.now) }

func (w *town) today() city.Day { return w.c.Today(w.now) }

// write does it now, or later together with the rest.
func (w *town) write(fn func(tx *db.Tx) error) {
	w.Helper()
	w.waiting = append(w.waiting, fn)
	if !w.gather {
		w.commit()
	}
}

func (w *town) commit() {
	w.Helper()
	err := w.d.Write(w.at(), func(tx *db.Tx) error {
		for _, fn := range w.waiting {
			if err := fn(tx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		w.Fatal(err)
	}
	w.waiting = nil
}

// request is a request as its keeper knows it.
type request struct {
	id       city.ID
	status   string
	unit     string
	district string
	opened   time.Time
	due      time.Time
	late     bool
	reopened int
}

func (r *request) open() bool { return r.status != "done" && r.status != "closed" }

func (w *town) standing(r *request) events.Standing {
	s := events.Standing{Unit: r.unit, Status: r.status, Open: r.open(), Late: r.late, Reopened: r.reopened > 0}
	if !r.due.IsZero() {
		s.Due, s.DueDay = db.Micros(r.due), w.c.Today(r.due)
	}
	return s
}

func (w *town) fact(r *request, before *events.Standing) events.Request {
	return events.Request{ID: r.id, Number: string(r.id), Place: city.Place{District: r.district}, Day: w.today(),
		Opened: w.c.Today(r.opened), Before: before, After: w.standing(r)}
}

// opens lets a resident ask for something.
func (w *town) opens(district, unit string, promised time.Duration) *request {
	w.Helper()
	w.n++
	r := &request{id: city.NewIDAt(w.now), status: "new", unit: unit, district: district, opened: w.now}
	if promised > 0 {
		r.due = w.now.Add(promised)
	}
	w.keeps(r, fmt.Sprintf("MNS-26-%06d-K", w.n), events.RequestOpened{Request: w.fact(r, nil), Channel: "web"})
	return r
}

// change lets something happen to a request and tells the city.
func (w *town) change(r *request, do func(), news func(f events.Request) events.Event) {
	w.Helper()
	before := w.standing(r)
	do()
	w.keeps(r, "", news(w.fact(r, &before)))
}

// keeps writes the request as it is now, with its news, as its keeper does.
func (w *town) keeps(r *request, number string, news events.Event) {
	w.Helper()
	ctx, kept := w.at(), *r
	w.write(func(tx *db.Tx) error {
		if err := save(ctx, tx, &kept, number); err != nil {
			return err
		}
		return w.j.Record(ctx, tx, news)
	})
}

func (w *town) takes(r *request) {
	w.change(r, func() { r.status = "working" }, func(f events.Request) events.Event { return events.RequestTaken{Request: f} })
}

func (w *town) asks(r *request) {
	w.change(r, func() { r.status = "asked" }, func(f events.Request) events.Event { return events.RequestAsked{Request: f} })
}

func (w *town) hears(r *request, due time.Time) {
	w.change(r, func() { r.status, r.due = "working", due }, func(f events.Request) events.Event { return events.ResidentWrote{Request: f} })
}

func (w *town) handsOver(r *request, to string) {
	from := r.unit
	w.change(r, func() { r.unit, r.status = to, "offered" },
		func(f events.Request) events.Event { return events.RequestHandedOver{Request: f, From: from, To: to} })
}

// moves puts it elsewhere on the map; the news is that of handing over.
func (w *town) moves(r *request, district, unit string) {
	from := r.unit
	w.change(r, func() { r.district, r.unit = district, unit },
		func(f events.Request) events.Event { return events.RequestHandedOver{Request: f, From: from, To: unit} })
}

func (w *town) fallsDue(r *request) {
	w.change(r, func() { r.late = true }, func(f events.Request) events.Event { return events.RequestFellDue{Request: f, Promise: "repair"} })
}

func (w *town) finishes(r *request) {
	onTime := !r.late
	w.change(r, func() { r.status, r.due, r.late = "done", time.Time{}, false },
		func(f events.Request) events.Event {
			return events.RequestFinished{Request: f, Outcome: "fixed", OnTime: onTime}
		})
}

func (w *town) confirms(r *request, face string) {
	w.change(r, func() { r.status = "closed" }, func(f events.Request) events.Event {
		return events.ResidentConfirmed{Request: f, Face: face}
	})
}

func (w *town) objects(r *request, face string, decideBy time.Time) {
	w.change(r, func() { r.status, r.due = "reopen_requested", decideBy },
		func(f events.Request) events.Event { return events.ReopenRequested{Request: f, Face: face} })
}

func (w *town) reopens(r *request, due time.Time) {
	w.change(r, func() { r.status, r.due = "working", due; r.reopened++ },
		func(f events.Request) events.Event { return events.RequestReopened{Request: f} })
}

func (w *town) refuses(r *request) {
	w.change(r, func() { r.status, r.due = "closed", time.Time{} },
		func(f events.Request) events.Event { return events.ReopenRefused{Request: f} })
}

func (w *town) closes(r *request) {
	w.change(r, func() { r.status = "closed" }, func(f events.Request) events.Event { return events.RequestClosed{Request: f} })
}

func save(ctx context.Context, tx *db.Tx, r *request, number string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO requests_requests (tenant_id, id, number, kind, subject, status, open, unit, department,
		district, neighbourhood, opened_at, due_at, late, reopened, people, done_at, closed_at, outcome, confirmed, face, public)
		VALUES ($1, $2, $3, 'request', 'YL01', $4, $5, $6, '', $7, 'altay', $8, $9, $10, $11, 1, 0, 0, '', '', '', 1)
		ON CONFLICT (tenant_id, id) DO UPDATE SET status = excluded.status, open = excluded.open, unit = excluded.unit,
		district = excluded.district, due_at = excluded.due_at, late = excluded.late, reopened = excluded.reopened`,
		tx.Tenant(), r.id, number, r.status, one(r.open()), r.unit, r.district, db.Micros(r.opened), db.Micros(r.due), one(r.late), r.reopened)
	return err
}

// needs are what the others of the house would say.
func needs() Needs {
	return Needs{
		Districts: func(context.Context) []District {
			return []District{
				{Code: "ahmetli", Name: city.Text{TR: "Ahmetli"}, Population: 17_000},
				{Code: "salihli", Name: city.Text{TR: "Salihli"}},
				{Code: "turgutlu", Name: city.Text{TR: "Turgutlu"}, Population: 170_000},
			}
		},
		Units: func(context.Context) []Unit {
			return []Unit{{"fen-isleri", "fen-isleri"}, {"yol", "fen-isleri"}, {"maski", "maski"}, {"beyaz-masa", "beyaz-masa"}}
		},
		UnitName:     func(_ context.Context, code string) string { return "unit " + code },
		SubjectName:  func(_ context.Context, code string) string { return "subject " + code },
		PlaceName:    func(_ i18n.Locale, _ context.Context, p city.Place) string { return "place " + p.Neighbourhood },
		Confidential: func(_ context.Context, subject string) bool { return subject == "SY01" },
		Drawing: func(_ context.Context, around []string) Drawing {
			d := Drawing{Width: 100, Height: float64(100 / (1 + len(around)))}
			for _, code := range []string{"ahmetli", "salihli", "turgutlu"} {
				d.Outlines = append(d.Outlines, Outline{Code: code, Path: "M0 0L1 0L1 1Z"})
			}
			return d
		},
		People: func(context.Context) (int, error) { return 13, nil },
	}
}
