package doors

import (
	"context"
	"embed"
	"sync"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/journal"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
)

//go:embed migrations
var migrations embed.FS

// Schema is what this capability keeps in the database.
var Schema = db.Schema{Name: "doors", Files: migrations}

// Locales holds the sentences of this capability.
//
//go:embed locales
var Locales embed.FS

// Needs is what partners ask of others; package app joins them.
type Needs struct {
	// Subjects and Districts list what a partner may be limited to, in the
	// language of i18n.From(ctx).
	Subjects  func(ctx context.Context) []Choice
	Districts func(ctx context.Context) []Choice
	// BaseURL is the address of the city's Open311 door, for the page of a key.
	BaseURL func(ctx context.Context) string
}

// Partners is the list of other systems, and the book of their calls.
type Partners struct {
	db      *db.DB
	journal *journal.Journal
	needs   Needs
	books   books
	limits  limits
	ledger  ledger
}

// NewPartners makes the list; Join gives it what it needs.
func NewPartners(d *db.DB, j *journal.Journal) *Partners { return &Partners{db: d, journal: j} }

// Join gives the list what it needs of others.
func (p *Partners) Join(n Needs) { p.needs = n }

// book is what a city's partners are, in memory: every call asks for it.
type book struct {
	read     time.Time
	partners map[city.ID]Partner
	keys     map[string]city.ID // by hash
}

type books struct {
	mu sync.Mutex
	of map[city.Tenant]*book
}

// bookFor is how long another node may go on with what was true before. Where a
// key is revoked, it opens nothing from that moment.
const bookFor = 5 * time.Second

func (p *Partners) book(ctx context.Context) (*book, error) {
	t := db.TenantFrom(ctx)
	p.books.mu.Lock()
	defer p.books.mu.Unlock()
	if b := p.books.of[t]; b != nil && time.Since(b.read) < bookFor {
		return b, nil
	}
	b := &book{read: time.Now(), partners: map[city.ID]Partner{}}
	q := p.db.Read(ctx)
	all, err := allPartners(ctx, q)
	if err != nil {
		return nil, err
	}
	for _, one := range all {
		b.partners[one.ID] = one
	}
	if b.keys, err = opening(ctx, q); err != nil {
		return nil, err
	}
	if p.books.of == nil {
		p.books.of = map[city.Tenant]*book{}
	}
	p.books.of[t] = b
	return b, nil
}

func (p *Partners) forget(t city.Tenant) {
	p.books.mu.Lock()
	defer p.books.mu.Unlock()
	delete(p.books.of, t)
}

// ByKey finds the partner who holds a key. An empty, unknown or revoked key, and
// one of a partner who was shut out, are fault.Forbidden.
func (p *Partners) ByKey(ctx context.Context, key string) (Partner, error) {
	if key == "" {
		return Partner{}, fault.New(fault.Forbidden, "doors.key_missing")
	}
	b, err := p.book(ctx)
	if err != nil {
		return Partner{}, err
	}
	one, known := b.partners[b.keys[hashOf(key)]]
	if !known || !one.Stopped.IsZero() {
		return Partner{}, fault.New(fault.Forbidden, "doors.key_unknown")
	}
	return one, nil
}

// Enter lets the holder of a key do one kind of thing, or says why not:
// fault.Forbidden without a key or without the right, fault.TooOften above the
// limit. The partner is known where its key is, whatever the refusal.
func (p *Partners) Enter(ctx context.Context, key string, needs Right) (Partner, error) {
	one, err := p.ByKey(ctx, key)
	switch {
	case err != nil:
		return one, err
	case !one.May(needs):
		return one, fault.New(fault.Forbidden, "doors.right_missing")
	}
	return one, p.Allow(ctx, one)
}

// ByCode finds a partner by its short name.
func (p *Partners) ByCode(ctx context.Context, code string) (Partner, error) {
	return partnerBy(ctx, p.db.Read(ctx), "code", code)
}

// ByID finds a partner.
func (p *Partners) ByID(ctx context.Context, id city.ID) (Partner, error) {
	return partnerBy(ctx, p.db.Read(ctx), "id", string(id))
}

// All lists the partners by their short names.
func (p *Partners) All(ctx context.Context) ([]Partner, error) {
	return allPartners(ctx, p.db.Read(ctx))
}

// Keys lists the keys of a partner, the newest first.
func (p *Partners) Keys(ctx context.Context, partner city.ID) ([]Key, error) {
	return keysOf(ctx, p.db.Read(ctx), partner)
}

// Add makes a partner. A code that is taken and fields that cannot be are told
// beside the field.
func (p *Partners) Add(ctx context.Context, one Partner) (Partner, error) {
	if err := mayEdit(access.From(ctx)); err != nil {
		return one, err
	}
	if err := one.check(p.subjects(ctx), p.districts(ctx)); err != nil {
		return one, err
	}
	now := clock.Now(ctx)
	one.ID, one.Made = city.NewIDAt(now), now
	return one, p.write(ctx, func(tx *db.Tx) (events.Event, error) {
		return changed(one, true), insertPartner(ctx, tx, one)
	})
}

// Change writes what a partner may from now on. Its code stays.
func (p *Partners) Change(ctx context.Context, one Partner) error {
	if err := mayEdit(access.From(ctx)); err != nil {
		return err
	}
	was, err := p.ByID(ctx, one.ID)
	if err != nil {
		return err
	}
	one.Code = was.Code
	if err := one.check(p.subjects(ctx), p.districts(ctx)); err != nil {
		return err
	}
	return p.write(ctx, func(tx *db.Tx) (events.Event, error) {
		now, err := partnerBy(ctx, tx, "id", string(one.ID))
		if err != nil {
			return nil, err
		}
		one.Stopped = now.Stopped
		return changed(one, false), updatePartner(ctx, tx, one)
	})
}

func changed(p Partner, made bool) events.PartnerChanged {
	return events.PartnerChanged{Partner: events.Partner{ID: p.ID}, Code: p.Code, Rights: words(p.Rights),
		Subjects: p.Subjects, Districts: p.Districts, PerMinute: p.PerMinute, Made: made}
}

// Stop shuts a partner out, or lets it in again.
func (p *Partners) Stop(ctx context.Context, id city.ID, stopped bool) error {
	if err := mayEdit(access.From(ctx)); err != nil {
		return err
	}
	return p.write(ctx, func(tx *db.Tx) (events.Event, error) {
		one, err := partnerBy(ctx, tx, "id", string(id))
		if err != nil {
			return nil, err
		}
		one.Stopped = time.Time{}
		if stopped {
			one.Stopped = clock.Now(ctx)
		}
		return events.PartnerStopped{Partner: events.Partner{ID: id}, Stopped: stopped}, updatePartner(ctx, tx, one)
	})
}

// MakeKey gives a partner one more key. It is told here and never again.
func (p *Partners) MakeKey(ctx context.Context, partner city.ID) (string, error) {
	key := freshKey()
	return key, p.keep(ctx, partner, key)
}

// GiveKey gives a partner a key that everybody knows, for demonstrations.
func (p *Partners) GiveKey(ctx context.Context, partner city.ID, key string) error {
	return p.keep(ctx, partner, key)
}

func (p *Partners) keep(ctx context.Context, partner city.ID, key string) error {
	if err := mayEdit(access.From(ctx)); err != nil {
		return err
	}
	now := clock.Now(ctx)
	k := Key{ID: city.NewIDAt(now), Partner: partner, Ending: endingOf(key), Made: now}
	return p.write(ctx, func(tx *db.Tx) (events.Event, error) {
		if _, err := partnerBy(ctx, tx, "id", string(partner)); err != nil {
			return nil, err
		}
		return events.PartnerKeyMade{Partner: events.Partner{ID: partner}, Key: k.ID}, insertKey(ctx, tx, k, hashOf(key))
	})
}

// Revoke lets a key open nothing any more.
func (p *Partners) Revoke(ctx context.Context, partner, key city.ID) error {
	if err := mayEdit(access.From(ctx)); err != nil {
		return err
	}
	return p.write(ctx, func(tx *db.Tx) (events.Event, error) {
		return events.PartnerKeyRevoked{Partner: events.Partner{ID: partner}, Key: key},
			revokeKey(ctx, tx, partner, key, db.Micros(clock.Now(ctx)))
	})
}

// write does one thing with the list, tells the city, and forgets what was known.
func (p *Partners) write(ctx context.Context, do func(tx *db.Tx) (events.Event, error)) error {
	return p.db.Write(ctx, func(tx *db.Tx) error {
		news, err := do(tx)
		if err != nil {
			return err
		}
		tx.AfterCommit(func() { p.forget(tx.Tenant()) })
		return p.journal.Record(ctx, tx, news)
	})
}

func (p *Partners) subjects(ctx context.Context) []Choice {
	if p.needs.Subjects == nil {
		return nil
	}
	return p.needs.Subjects(ctx)
}

func (p *Partners) districts(ctx context.Context) []Choice {
	if p.needs.Districts == nil {
		return nil
	}
	return p.needs.Districts(ctx)
}
