package questions

import (
	"context"
	"embed"
	"net/url"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/journal"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/ask"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/tenant"
)

//go:embed migrations
var migrations embed.FS

// Schema is what this capability keeps in the database.
var Schema = db.Schema{Name: "questions", Files: migrations}

// Locales holds the sentences of this capability.
//
//go:embed locales
var Locales embed.FS

// CanEdit is the right to change what is asked about the subjects of the own
// department; who also administers the city may change all.
const CanEdit access.Permission = "questions.edit"

const editsAll access.Permission = "office.admin"

// Needs is what questions ask of others; package app joins them.
type Needs struct {
	// Subject is a subject's name; questions are written in the same languages.
	// False if there is no such subject.
	Subject func(ctx context.Context, code string) (name city.Text, known bool)
	// Subjects lists the subjects that are offered, in the city's order.
	Subjects func(ctx context.Context) []Subject
	// Owners lists the units that answer for a subject somewhere in the city.
	Owners func(ctx context.Context, subject string) []string
	// PersonName is the name of somebody who works here.
	PersonName func(ctx context.Context, id city.ID) string
}

// Subject is a subject as one chooses it.
type Subject struct{ Code, Name, Group string }

// Service knows what is asked about every subject.
type Service struct {
	db      *db.DB
	journal *journal.Journal
	needs   Needs
}

// New makes the service; Join gives it what it needs.
func New(d *db.DB, j *journal.Journal) *Service { return &Service{db: d, journal: j} }

// Join gives the service what it needs of others.
func (s *Service) Join(n Needs) { s.needs = n }

// Answered is a form that was filled in, to be kept with its request.
type Answered struct {
	Subject string
	Version int
	Answers []ask.Answer
}

// Reading is what came of reading a form.
type Reading struct {
	ask.Result
	Answered *Answered // to be kept; nil if nothing was answered
}

// Read reads the answers to the questions of a subject as they are asked now.
// Without questions nothing is read.
func (s *Service) Read(ctx context.Context, subject string, typed url.Values) (Reading, error) {
	v, known, err := current(ctx, s.db.Read(ctx), subject)
	if err != nil || !known {
		return Reading{}, err
	}
	r := Reading{Result: ask.Read(v.Questions, typed, tenant.From(ctx).Phone)}
	if len(r.Answers) > 0 {
		r.Answered = &Answered{Subject: subject, Version: v.Number, Answers: r.Answers}
	}
	return r, nil
}

// Keep keeps the answers with their request.
func (a *Answered) Keep(ctx context.Context, tx *db.Tx, request city.ID) error {
	for i, one := range a.Answers {
		if err := insertAnswer(ctx, tx, request, i, a, one); err != nil {
			return err
		}
	}
	return nil
}

// Words are the answers that may be searched: what was chosen, in every language,
// and what was written; nothing that says something about a person.
func (a *Answered) Words() string {
	var words []string
	for _, one := range a.Answers {
		if one.Personal || one.Kind == ask.Phone {
			continue
		}
		for _, label := range one.Said {
			words = append(words, label.TR, label.FA, label.EN)
		}
		if len(one.Said) == 0 && one.Kind != ask.YesNo {
			words = append(words, one.Value)
		}
	}
	return strings.Join(words, " ")
}

// String tells two fillings-in apart.
func (a *Answered) String() string {
	text := a.Subject
	for _, one := range a.Answers {
		text += "\x00" + one.Question + "=" + one.Value
	}
	return text
}

// Erase takes away what a request's answers say about persons. That they were
// given stays.
func (s *Service) Erase(ctx context.Context, tx *db.Tx, request city.ID) error {
	return erase(ctx, tx, request)
}

// Given is one kept answer.
type Given struct {
	ask.Answer
	Subject string // about which it was asked
	Version int
	Erased  bool
}

// Kept is what was answered with a request, as it was filled in; nil when nothing
// was, or nothing is left.
func (s *Service) Kept(ctx context.Context, q db.Query, request city.ID) (*Answered, error) {
	all, err := answersOf(ctx, q, request)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	kept := &Answered{Subject: all[0].Subject, Version: all[0].Version}
	for _, g := range all {
		if !g.Erased {
			kept.Answers = append(kept.Answers, g.Answer)
		}
	}
	return kept, nil
}

// Of lists the answers of a request in the order in which they were asked.
func (s *Service) Of(ctx context.Context, q db.Query, request city.ID) ([]Given, error) {
	return answersOf(ctx, q, request)
}

// AskedAbout names the subjects about which something is asked now, and the last
// time at which that was changed.
func (s *Service) AskedAbout(ctx context.Context) (map[string]bool, time.Time, error) {
	return askedAbout(ctx, s.db.Read(ctx))
}
