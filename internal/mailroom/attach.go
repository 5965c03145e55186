package mailroom

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

// A letter may belong to a request that is there already, though nothing in it
// proves that: somebody else writes, or the case is over. The desk looks for the
// request beside the letter and attaches it in one press.

// Existing is a request that a letter may belong to.
type Existing struct {
	Number, Title, Where, Unit string
	State                      string // in words
	Opened                     city.Day
	Open                       bool // it still hears whoever asked
}

func (e Existing) tone() ui.Tone {
	if e.Open {
		return ui.Run
	}
	return ui.Kept
}

// Attach puts a letter on a request: as the words of whoever asked, or as a note
// for those who work on it.
func (s *Service) Attach(ctx context.Context, id city.ID, number string, asApplicant bool) error {
	return s.decide(ctx, id, func(tx *db.Tx, m *Mail) (events.Event, error) {
		if err := m.ready(); err != nil {
			return nil, err
		}
		photos, err := photosOf(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		text := clip(m.Text, mostKept)
		if !asApplicant {
			text = s.noteOf(ctx, m)
		}
		if err := s.needs.Attach(i18n.With(ctx, s.speak(ctx, m.Lang)), tx, number, text, photos, asApplicant); err != nil {
			return nil, err
		}
		m.State, m.Number, m.Mark = Joined, number, Plain
		return events.LetterAttached{Mail: events.Mail{ID: id}, Number: number, Applicant: asApplicant}, nil
	})
}

// noteOf says whose letter it is before what it says.
func (s *Service) noteOf(ctx context.Context, m *Mail) string {
	l := i18n.From(ctx)
	words := clip(m.Text, mostKept-300)
	if words == "" {
		words = l.Say("mailroom.no_words")
	}
	return l.Say("mailroom.attached_note", "from", m.from(l), "words", words)
}

func (s *Service) attach(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "mailroom.form_broken")
	}
	number := r.PostForm.Get("number")
	if err := s.Attach(r.Context(), city.ID(r.PathValue("id")), number, r.PostForm.Get("as") == "applicant"); err != nil {
		return err
	}
	web.Flash(w, "", "mailroom.did_attach", "number", number)
	return web.Go(w, r, address)
}

// search is what was looked for beside a letter, and what was found.
type search struct {
	typed string
	found []Existing
}

// look finds what the desk typed; before it typed anything, the request that the
// letter names and what its sender asked before.
func (s *Service) look(ctx context.Context, m Mail, typed string) (search, error) {
	p := search{typed: strings.TrimSpace(typed)}
	var err error
	if p.typed != "" {
		p.found, err = s.needs.Find(ctx, p.typed)
		return p, err
	}
	if m.Number != "" {
		if p.found, err = s.needs.Find(ctx, m.Number); err != nil {
			return p, err
		}
	}
	earlier, err := s.needs.FindBy(ctx, m.Phone, m.Address)
	for _, e := range earlier {
		if !slices.ContainsFunc(p.found, func(f Existing) bool { return f.Number == e.Number }) {
			p.found = append(p.found, e)
		}
	}
	return p, err
}

// attachActs are the ways to attach to a request: whoever asked is heard only
// while it is open.
func (p onePage) attachActs(l i18n.Locale, e Existing) []ui.Act {
	note := ui.Act{Label: l.Say("mailroom.attach_as_note"), Name: "as", Value: "note"}
	if !e.Open {
		return []ui.Act{note}
	}
	applicant := ui.Act{Label: l.Say("mailroom.attach_as_applicant"), Name: "as", Value: "applicant"}
	if p.Mark == Stranger || p.Mark == Forged {
		return []ui.Act{note, applicant}
	}
	return []ui.Act{applicant, note}
}
