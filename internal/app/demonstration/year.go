package demonstration

import (
	"context"
	"fmt"
	"time"

	"mahalle/internal/citypack"
	"mahalle/internal/journal"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/promises"
	"mahalle/internal/requests"
)

// Stage is what a demonstration plays on.
type Stage struct {
	DB       *db.DB
	Requests *requests.Service
	Ledger   *promises.Ledger
	Pack     *citypack.Pack
	// Persons lists who works in a unit, ready to act.
	Persons func(unit string) []access.Actor
	// Street draws the class of a street, "" when nobody would say.
	Street func() string
	// Outside tells whether a unit is a body outside the municipality.
	Outside func(unit string) bool
	// Length is how long a unit's promise for a subject lasts from now on.
	Length func(ctx context.Context, unit, subject string) time.Duration
	// KindOf is the usual kind of a subject.
	KindOf func(subject string) string
	// Answers invents answers to the questions of a subject; nil for none.
	Answers func(subject string) requests.Answers
}

// atOnce is how many lives one transaction writes.
const atOnce = 100

// Year plays a year that ends now: requests come in, are worked on, and some
// are late, refused, objected to and reopened. Progress is told after every
// transaction.
func (st Stage) Year(ctx context.Context, now time.Time, count int, seed uint64, progress func(done, total int)) error {
	ctx = journal.Quiet(ctx)
	c := tenant.From(ctx)
	sc := newScene(st.Pack, c.Zone(), seed, st.Persons)
	if len(sc.subjects) == 0 {
		return fmt.Errorf("the pack of %s has no words to demonstrate with", c.ID)
	}
	all := sc.when(count, now)
	for from := 0; from < len(all); from += atOnce {
		until := min(from+atOnce, len(all))
		lives := make([]life, 0, until-from)
		for _, a := range all[from:until] {
			lives = append(lives, st.invent(ctx, sc, a, now))
		}
		err := st.DB.WriteMany(ctx, func(tx *db.Tx) error {
			for i := range lives {
				if err := lives[i].play(ctx, tx, st); err != nil {
					return fmt.Errorf("request %d: %w", from+i+1, err)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		progress(until, len(all))
	}
	return nil
}

// life is one request's story, decided before it is written.
type life struct {
	report requests.Report
	opened time.Time
	acts   []act
	now    time.Time
	result requests.Opened
}

// act is something that happens to a request at a moment.
type act struct {
	at time.Time
	by access.Actor
	do func(ctx context.Context, tx *db.Tx, s *requests.Service, o requests.Opened) error
}

func (l *life) play(ctx context.Context, tx *db.Tx, st Stage) error {
	var err error
	resident := access.With(clock.With(ctx, l.opened), access.Actor{Kind: access.Resident})
	if l.result, err = st.Requests.Open(resident, tx, l.report); err != nil {
		return err
	}
	for _, a := range l.acts {
		if a.at.After(l.now) {
			break
		}
		at := access.With(clock.With(ctx, a.at), a.by)
		if err := st.Ledger.Catch(access.AsSystem(at), tx, l.result.ID); err != nil {
			return err
		}
		if err := a.do(at, tx, st.Requests, l.result); err != nil {
			return fmt.Errorf("%s at %s: %w", l.result.Number, a.at, err)
		}
	}
	return st.Ledger.Catch(access.AsSystem(clock.With(ctx, l.now)), tx, l.result.ID)
}

var channels = []struct {
	name   string
	weight float64
}{{"web", 46}, {"phone", 38}, {"headman", 9}, {"desk", 7}}

// invent decides one life.
func (st Stage) invent(ctx context.Context, sc *scene, a arrival, now time.Time) life {
	text := sc.text(a.subject)
	place := sc.where()
	kind := st.KindOf(a.subject)
	l := life{opened: a.at, now: now, report: requests.Report{
		Kind: kind, Subject: a.subject, Description: sc.told(text, place), Lang: text.Lang, Place: place,
		Channel: channels[newUrn(channels, func(c struct {
			name   string
			weight float64
		}) float64 {
			return c.weight
		}).draw(sc.dice)].name,
	}}
	if sc.chance(0.7) {
		l.report.Contact = requests.Contact{Name: sc.name(), Lang: text.Lang, Email: fmt.Sprintf("sakin%05d@example.org", sc.IntN(40_000))}
	}
	if st.Answers != nil {
		l.report.Answers = st.Answers(a.subject)
	}
	l.report.Street = st.Street()
	unit := st.Requests.OwnerOf(ctx, l.report)
	sc.unfold(&l, unit, st.Outside(unit), st.Length(clock.With(ctx, a.at), unit, a.subject))
	return l
}
