package journal

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/jobs"
)

//go:embed migrations
var migrations embed.FS

// Schema is what this package keeps in the database.
var Schema = db.Schema{Name: "journal", Files: migrations}

// Entry is one line of the journal.
type Entry struct {
	ID      city.ID
	At      time.Time
	Actor   Actor
	Cause   city.ID // the entry whose listener did this, if one did
	Kind    string
	Subject events.Subject
	Place   city.Place // codes only
	Body    []byte     // canonical JSON of the event
}

// Actor is who did it, by codes and IDs.
type Actor struct {
	Kind   access.Kind
	Person city.ID
	Post   string
}

// Journal writes entries and tells listeners.
type Journal struct {
	within map[string][]within
	later  map[string][]later // by kind
	tell   map[string]func(ctx context.Context, tx *db.Tx, e Entry) error
}

// later is a listener that hears after the commit.
type later struct {
	name  string
	wants func(context.Context, events.Event) bool // nil: all
}

type within func(ctx context.Context, tx *db.Tx, entry Entry, event events.Event) error

// New is a journal without listeners; app/flows.go adds them.
func New() *Journal {
	return &Journal{
		within: make(map[string][]within),
		later:  make(map[string][]later),
		tell:   make(map[string]func(context.Context, *db.Tx, Entry) error),
	}
}

// Record writes what has just become true, in the transaction that made it so.
func (j *Journal) Record(ctx context.Context, tx *db.Tx, e events.Event) error {
	body, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("journal: %s: %w", e.Kind(), err)
	}
	now := clock.Now(ctx)
	entry := Entry{
		ID: city.NewIDAt(now), At: now, Actor: actor(ctx), Cause: Cause(ctx),
		Kind: e.Kind(), Subject: e.About(), Place: e.Where(), Body: body,
	}
	if err := insert(ctx, tx, entry); err != nil {
		return err
	}
	for _, listener := range j.within[entry.Kind] {
		if err := listener(ctx, tx, entry, e); err != nil {
			return err
		}
	}
	return j.announce(ctx, tx, entry, e)
}

func actor(ctx context.Context) Actor {
	a := access.From(ctx)
	return Actor{Kind: a.Kind, Person: a.Person, Post: a.Post}
}

func (j *Journal) announce(ctx context.Context, tx *db.Tx, e Entry, event events.Event) error {
	if quiet(ctx) {
		return nil
	}
	for _, l := range j.later[e.Kind] {
		if l.wants != nil && !l.wants(ctx, event) {
			continue
		}
		if err := jobs.Enqueue(ctx, tx, job, l.name+" "+string(e.ID), news{Listener: l.name, Entry: e.ID}, e.At); err != nil {
			return err
		}
	}
	return nil
}

// job is the kind of job that carries news; news is its payload.
const job = "news"

type news struct {
	Listener string  `json:"listener"`
	Entry    city.ID `json:"entry"`
}

// Deliver is the handler for jobs of news.
func (j *Journal) Deliver(ctx context.Context, tx *db.Tx, work jobs.Job) error {
	var n news
	if err := work.Read(&n); err != nil {
		return err
	}
	tell := j.tell[n.Listener]
	if tell == nil {
		return fmt.Errorf("journal: nobody listens as %q", n.Listener)
	}
	e, err := byID(ctx, tx, n.Entry)
	if err != nil {
		return err
	}
	return tell(withCause(ctx, e.ID), tx, e)
}

// Register lets the runner carry our news.
func (j *Journal) Register(r *jobs.Runner) { r.Handle(job, j.Deliver) }

// On lets fn hear every E, later and at least once. The name must never change:
// jobs on their way carry it.
func On[E events.Event](j *Journal, name string, fn func(ctx context.Context, tx *db.Tx, e E) error) {
	j.hearLater(name, kindOf[E](), nil, reading(fn))
}

// OnSome is On for those E that concern the listener: of the others no job is
// written. Wants sees the event in the transaction that makes it true; everybody
// waits for it, so it asks memory only.
func OnSome[E events.Event](j *Journal, name string, wants func(ctx context.Context, e E) bool, fn func(ctx context.Context, tx *db.Tx, e E) error) {
	j.hearLater(name, kindOf[E](), func(ctx context.Context, e events.Event) bool { return wants(ctx, e.(E)) }, reading(fn))
}

func (j *Journal) hearLater(name, kind string, wants func(context.Context, events.Event) bool, tell func(context.Context, *db.Tx, Entry) error) {
	name += " ← " + kind
	j.later[kind] = append(j.later[kind], later{name, wants})
	j.tell[name] = tell
}

// reading lets fn be told from an entry.
func reading[E events.Event](fn func(ctx context.Context, tx *db.Tx, e E) error) func(context.Context, *db.Tx, Entry) error {
	return func(ctx context.Context, tx *db.Tx, entry Entry) error {
		var e E
		if err := entry.Read(&e); err != nil {
			return err
		}
		return fn(ctx, tx, e)
	}
}

// Within lets fn hear every E inside the transaction that makes it true. It is
// for figures that must agree with the rows; its error undoes the change.
func Within[E events.Event](j *Journal, fn func(ctx context.Context, tx *db.Tx, e E) error) {
	kind := kindOf[E]()
	j.within[kind] = append(j.within[kind], func(ctx context.Context, tx *db.Tx, _ Entry, e events.Event) error {
		return fn(ctx, tx, e.(E))
	})
}

func kindOf[E events.Event]() string {
	var e E
	return e.Kind()
}

// Read fills an event from the entry, subject included.
func (e Entry) Read(event any) error {
	if err := json.Unmarshal(e.Body, event); err != nil {
		return fmt.Errorf("journal: reading %s: %w", e.Kind, err)
	}
	if named, ok := event.(interface{ Identify(city.ID) }); ok {
		named.Identify(e.Subject.ID)
	}
	return nil
}

type causeKey struct{}
type quietKey struct{}

func withCause(ctx context.Context, id city.ID) context.Context {
	return context.WithValue(ctx, causeKey{}, id)
}

// Cause is the entry that is being told; empty outside a listener that hears
// later. What a listener does once for each piece of news, it does once for each
// cause.
func Cause(ctx context.Context) city.ID {
	id, _ := ctx.Value(causeKey{}).(city.ID)
	return id
}

// Quiet is for history that is imported or generated: it is written, counted
// within its transaction, and announced to nobody.
func Quiet(ctx context.Context) context.Context { return context.WithValue(ctx, quietKey{}, true) }

func quiet(ctx context.Context) bool { return ctx.Value(quietKey{}) != nil }
