package requests

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/journal"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/files"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/seal"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/promises"
)

//go:embed migrations
var migrations embed.FS

// Schema is what this capability keeps in the database.
var Schema = db.Schema{Name: "requests", Files: migrations}

// Locales holds the sentences of this capability.
//
//go:embed locales
var Locales embed.FS

// Decision is who gets a request, why, and what is promised with it.
type Decision struct {
	Unit         string
	Rule         int       // line of the owner rule
	Why          city.Text // the sentence shown as "why here"
	Calendar     string
	Answer       calendar.Amount // the law's time for this kind; zero: nothing is owed
	Repair       calendar.Amount // the service target of this subject; zero: none
	Hidden       bool            // the sender stays unknown to the unit
	Confidential bool
}

// Case is what the owner rules are asked about. The time they ask for is now.
type Case struct {
	Kind, Subject string
	Street        string // who keeps it up: metro, district, or empty when nobody knows
	Place         city.Place
	Answers       Answers   // to the questions of the subject; nil without any
	At            time.Time // when it was told; zero: now
}

// Needs is what requests ask of the other capabilities; package app joins them.
type Needs struct {
	// Decide finds the owner of a case as the rules stand now.
	Decide func(ctx context.Context, c Case) (Decision, error)
	// Unit tells a unit's department and whether it is outside the municipality.
	Unit func(ctx context.Context, code string) (u Unit, ok bool)
	// DeskPost is the post that answers for a unit.
	DeskPost func(ctx context.Context, unit string) string
	// Desk is the unit that keeps what nobody wants.
	Desk func(ctx context.Context) string
}

// Unit is what requests need to know of a unit.
type Unit struct {
	Code       string
	Department string
	Calendar   string // empty: the city's own
	Outside    bool
	Name       city.Text
}

// Service is the counter at which requests are opened and worked on.
type Service struct {
	db      *db.DB
	journal *journal.Journal
	ledger  *promises.Ledger
	files   files.Store
	seal    seal.Seal
	needs   Needs
	pages   Pages
	staff   StaffPages
	floods  flood
	sights  sights
}

// NewService makes the counter. Needs and Pages may be joined later with Join,
// before the first request comes.
func NewService(d *db.DB, j *journal.Journal, l *promises.Ledger, store files.Store, ring seal.Seal) *Service {
	return &Service{db: d, journal: j, ledger: l, files: store, seal: ring}
}

// Join gives the service what it needs of others.
func (s *Service) Join(n Needs, p Pages) { s.needs, s.pages = n, p }

// Report is what somebody asks, as they told it.
type Report struct {
	Kind        string
	Subject     string
	Description string
	Lang        city.Lang
	Place       city.Place
	Street      string // who keeps up the street: metro, district, or empty when nobody knows
	Channel     string
	Contact     Contact
	Photos      []Picture
	Private     bool    // the words and photos are not shown to the public
	External    string  // its name in the system it came from
	Answers     Answers // to the questions of the subject; nil without any
}

func (rep Report) asCase() Case {
	return Case{Kind: rep.Kind, Subject: rep.Subject, Street: rep.Street, Place: rep.Place, Answers: rep.Answers}
}

// Picture is a photo that has been looked at, made small and stored.
type Picture struct {
	Full, Thumb   files.Ref
	Width, Height int
}

// Opened is what the resident takes home.
type Opened struct {
	ID     city.ID
	Number string
	Secret string // the key of the resident's own link
}

// Open takes a report, gives it an owner and two dates, and a number.
func (s *Service) Open(ctx context.Context, tx *db.Tx, rep Report) (Opened, error) {
	d, err := s.needs.Decide(ctx, rep.asCase())
	if err != nil {
		return Opened{}, err
	}
	now := clock.Now(ctx)
	r := s.fresh(ctx, rep, d, now)
	if r.Number, err = nextNumber(ctx, tx, now); err != nil {
		return Opened{}, err
	}
	if err := s.promise(ctx, tx, &r, d); err != nil {
		return Opened{}, err
	}
	if err := s.keepNew(ctx, tx, &r, rep); err != nil {
		return Opened{}, err
	}
	return Opened{ID: r.ID, Number: r.Number, Secret: s.KeyOf(ctx, r.ID)}, s.journal.Record(ctx, tx, events.RequestOpened{
		Request: s.fact(ctx, &r, nil), Channel: r.Channel, Rule: fmt.Sprint(d.Rule), Photos: r.Photos,
	})
}

// OwnerOf tells which unit would get a report, without opening it; nothing when
// it cannot be opened.
func (s *Service) OwnerOf(ctx context.Context, rep Report) string {
	d, err := s.needs.Decide(ctx, rep.asCase())
	if err != nil {
		return ""
	}
	return d.Unit
}

func (s *Service) fresh(ctx context.Context, rep Report, d Decision, now time.Time) Request {
	u, _ := s.needs.Unit(ctx, d.Unit)
	id := city.NewIDAt(now)
	r := Request{
		ID: id, Kind: rep.Kind, Subject: rep.Subject, Status: New, Unit: d.Unit, Department: u.Department,
		Place: rep.Place, Street: rep.Street, Description: i18n.CleanText(rep.Description), Lang: rep.Lang, Channel: rep.Channel, Rule: d.Rule,
		Hidden: d.Hidden, Confidential: d.Confidential, Public: !d.Hidden && !d.Confidential && !rep.Private,
		Opened: now, People: 1, Photos: len(rep.Photos), Secret: hashOf(s.KeyOf(ctx, id)), External: rep.External,
	}
	if u.Outside {
		r.Status = Forwarded
	}
	if rep.Answers != nil && !r.Hidden {
		r.Answered = rep.Answers.Words()
	}
	if a := access.From(ctx); a.Kind == access.Staff {
		r.TakenBy = a.Person
	}
	return r
}

// nextNumber draws the next number of the city's year.
func nextNumber(ctx context.Context, tx *db.Tx, now time.Time) (string, error) {
	c := tenant.From(ctx)
	year := yearOf(c, now)
	n, err := tenant.Next(ctx, tx, fmt.Sprintf("requests:%d", year))
	return number(c.NumberPrefix, year, n), err
}

// ExampleNumber shows what a city's numbers look like this year.
func ExampleNumber(c *tenant.City, now time.Time) string {
	return number(c.NumberPrefix, yearOf(c, now), 4821)
}

// yearOf is the year in the city's own calendar.
func yearOf(c *tenant.City, now time.Time) int {
	reader := i18n.Locale{Lang: city.English}
	if c.Jalali {
		reader.Lang = city.Persian
	}
	return reader.CalendarYear(c.Today(now))
}

// promise makes the promises of a request: the law's, the city's own, and the
// house's to itself.
func (s *Service) promise(ctx context.Context, tx *db.Tx, r *Request, d Decision) error {
	for _, p := range []struct {
		of     promises.Of
		amount calendar.Amount
		pause  bool
	}{{promises.Answer, d.Answer, false}, {promises.Repair, d.Repair, true}} {
		if p.amount.N == 0 {
			continue
		}
		made, err := s.ledger.Make(ctx, tx, promises.Draft{
			SubjectKind: "request", Subject: r.ID, Label: r.Number, Topic: r.Subject, Of: p.of,
			Owner: promises.Owner{Unit: r.Unit, Post: s.needs.DeskPost(ctx, r.Unit)},
			Place: r.Place, Calendar: d.Calendar, Amount: p.amount, MayPause: p.pause,
		})
		if err != nil {
			return err
		}
		r.Due = made.Due // the repair, if one is promised, decides
	}
	return s.owesTaking(ctx, tx, r)
}

func (s *Service) keepNew(ctx context.Context, tx *db.Tx, r *Request, rep Report) error {
	if err := insert(ctx, tx, r); err != nil {
		return err
	}
	keepWords(ctx, tx, r)
	if c := rep.Contact; c.Given() || c.Name != "" {
		if err := saveContact(ctx, tx, r.ID, c, db.Micros(r.Opened)); err != nil {
			return err
		}
	}
	if err := keepAnswers(ctx, tx, r, rep); err != nil {
		return err
	}
	return s.keepPhotos(ctx, tx, r, rep.Photos, "report", "")
}

func (s *Service) keepPhotos(ctx context.Context, tx *db.Tx, r *Request, all []Picture, kind string, message city.ID) error {
	now := clock.Now(ctx)
	for _, p := range all {
		err := insertPhoto(ctx, tx, Photo{ID: city.NewIDAt(now), Request: r.ID, Message: message, Kind: kind,
			Full: string(p.Full), Thumb: string(p.Thumb), Width: p.Width, Height: p.Height, At: db.Micros(now)})
		if err != nil {
			return err
		}
	}
	return nil
}

// KeyOf is the key of the resident's own link to a request. It is made anew
// whenever a letter needs it; the row keeps a hash, so that links given out
// outlive the ring they were made with.
func (s *Service) KeyOf(ctx context.Context, request city.ID) string {
	return s.seal.Key("own request", string(db.TenantFrom(ctx)), string(request))
}

func hashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// fact is the common part of every event about the request as it stands now.
func (s *Service) fact(ctx context.Context, r *Request, before *events.Standing) events.Request {
	c := tenant.From(ctx)
	return events.Request{
		ID: r.ID, Number: r.Number, Place: city.Place{District: r.Place.District, Neighbourhood: r.Place.Neighbourhood},
		Day: c.Today(clock.Now(ctx)), Opened: c.Today(r.Opened), Before: before, After: standing(c, r), Part: r.Parent != "",
	}
}

func standing(c *tenant.City, r *Request) events.Standing {
	s := events.Standing{Unit: r.Unit, Department: r.Department, Subject: r.Subject, Status: string(r.Status),
		Open: r.Status.Open(), Late: r.Late, Reopened: r.Reopened > 0}
	if !r.Due.IsZero() {
		s.Due, s.DueDay = db.Micros(r.Due), c.Today(r.Due)
	}
	return s
}

// change is the frame of every use case on one request: fetch it, let do work,
// keep it, tell the city. The event is made last, when the new standing is known.
func (s *Service) change(ctx context.Context, tx *db.Tx, number string, do func(r *Request) error, news func(f events.Request) events.Event) error {
	r, err := forChange(ctx, tx, number)
	if err != nil {
		return err
	}
	before := standing(tenant.From(ctx), &r)
	if err := do(&r); err != nil {
		return err
	}
	if err := save(ctx, tx, &r); err != nil {
		return err
	}
	if err := s.journal.Record(ctx, tx, news(s.fact(ctx, &r, &before))); err != nil {
		return err
	}
	return s.bring(ctx, tx, &r)
}

// say keeps a text about the request, by whoever acts.
func (s *Service) say(ctx context.Context, tx *db.Tx, r *Request, kind MessageKind, text string, lang city.Lang) (city.ID, error) {
	a, now := access.From(ctx), clock.Now(ctx)
	m := Message{ID: city.NewIDAt(now), Request: r.ID, Kind: kind, Text: i18n.CleanText(text), Lang: lang,
		Person: a.Person, Post: a.Post, At: db.Micros(now)}
	return m.ID, insertMessage(ctx, tx, m)
}
