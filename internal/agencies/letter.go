package agencies

import (
	"context"
	"strconv"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/mail"
	"mahalle/internal/platform/tenant"
)

// Purpose is why a body is written to.
type Purpose string

// The reasons for a letter.
const (
	Given    Purpose = "given"    // the city hands it a request
	Reminder Purpose = "reminder" // half of the time is over, or all of it
	List     Purpose = "list"     // everything that is with it
)

// tell orders the letter about a request that a body has from now on, once for
// each time it gets it. A body that is told by a door of its own gets none.
func (s *Service) tell(ctx context.Context, tx *db.Tx, request city.ID) error {
	c, has, err := heldNow(ctx, tx, request)
	if err != nil || !has {
		return err
	}
	if wired, err := s.needs.Wired(ctx, tx, c.Unit); err != nil || wired {
		return err
	}
	return s.Write(ctx, tx, request)
}

// Write orders that letter whatever other door the body has.
func (s *Service) Write(ctx context.Context, tx *db.Tx, request city.ID) error {
	c, has, err := heldNow(ctx, tx, request)
	if err != nil || !has {
		return err
	}
	return s.order(ctx, tx, Letter{Unit: c.Unit, Purpose: Given, Custody: c.ID}, string(c.ID))
}

// order keeps a letter and lets it be sent; one for the same cause is left alone.
func (s *Service) order(ctx context.Context, tx *db.Tx, l Letter, cause string) error {
	at := clock.Now(ctx)
	if l.ID == "" {
		l.ID = city.NewIDAt(at)
	}
	l.Queued, l.State = at, Queued
	if tenant.From(ctx).Demonstration {
		l.State = Kept
	}
	isNew, err := insertLetter(ctx, tx, l, cause)
	if err != nil || !isNew || l.State == Kept {
		return err
	}
	return jobs.Enqueue(ctx, tx, errand, "", load{l.ID}, at)
}

// compose writes the letter in the body's language; one that has become needless
// has no text.
func (s *Service) compose(ctx context.Context, q db.Query, l Letter, a Agency) (mail.Letter, error) {
	c := tenant.From(ctx)
	say := s.catalog.Locale(a.lang(ctx), c.Zone())
	ctx = i18n.With(ctx, say)
	m := mail.Letter{To: a.Email, Lang: a.lang(ctx), MessageID: string(l.ID)}
	var err error
	switch l.Purpose {
	case Given:
		err = s.composeGiven(ctx, q, say, l, a, &m)
	case Reminder:
		err = s.composeReminder(ctx, q, say, l, a, &m)
	case List:
		err = s.composeList(ctx, q, say, a, &m)
	}
	if m.Text != "" {
		m.Text = say.Say("agencies.letter_greeting", "name", say.Text(a.Name)) + "\n\n" + m.Text + "\n\n" + say.Say("agencies.letter_closing", "city", say.Text(c.Name))
	}
	return m, err
}

// composeGiven writes about one request: what, where, by when, and the link.
func (s *Service) composeGiven(ctx context.Context, q db.Query, l i18n.Locale, of Letter, a Agency, m *mail.Letter) error {
	c, err := custodyByID(ctx, q, of.Custody)
	if err != nil || c.Ending != With {
		return err
	}
	what, err := s.needs.Matter(s.needs.As(ctx, a.Unit), q, c.Number)
	if err != nil {
		return err
	}
	key := s.keyOf(ctx, a, c)
	m.Subject = l.Say("agencies.letter_given_subject", "number", c.Number, "subject", what.SubjectName)
	lines := []string{l.Say("agencies.letter_number", "number", c.Number), l.Say("agencies.letter_what", "subject", what.SubjectName)}
	if where := what.where(l); where != "" {
		lines = append(lines, l.Say("agencies.letter_where", "place", where))
	}
	if !c.Due.IsZero() {
		lines = append(lines, l.Say("agencies.letter_by_when", "when", l.Moment(c.Due)))
	}
	all := []string{l.Say("agencies.letter_given"), strings.Join(lines, "\n")}
	if !what.Discreet {
		all = append(all, s.quoted(ctx, l, what, c.Number, key)...)
	}
	all = append(all, l.Say("agencies.letter_answer", "link", s.needs.BaseURL(ctx)+path(c.Number, "", key)), l.Say("agencies.letter_keep_link"))
	m.Text = strings.Join(all, "\n\n")
	return nil
}

// quoted are the words and photos of a letter.
func (s *Service) quoted(ctx context.Context, l i18n.Locale, what Matter, number, key string) (all []string) {
	add := func(title, text string) {
		if text = strings.TrimSpace(text); text != "" {
			all = append(all, l.Say(title)+"\n"+text)
		}
	}
	add("agencies.letter_city_word", what.CityWord)
	add("agencies.letter_words", what.Words)
	var photos []string
	for _, p := range what.Photos {
		photos = append(photos, s.needs.BaseURL(ctx)+path(number, "/photo/"+string(p.ID), key))
	}
	add("agencies.letter_photos", strings.Join(photos, "\n"))
	return all
}

// where is the place as it can be found.
func (m Matter) where(l i18n.Locale) string {
	switch {
	case m.Place.Words != "" && m.PlaceName != "":
		return l.Say("agencies.place_with_words", "place", m.PlaceName, "words", m.Place.Words)
	case m.Place.Words != "":
		return m.Place.Words
	}
	return m.PlaceName
}

// mostNamed is how many requests a letter names; the list behind its link has all.
const mostNamed = 20

func (s *Service) composeReminder(ctx context.Context, q db.Query, l i18n.Locale, of Letter, a Agency, m *mail.Letter) error {
	late, err := remindedBy(ctx, q, "due_letter", of.ID)
	if err != nil {
		return err
	}
	halfway, err := remindedBy(ctx, q, "half_letter", of.ID)
	if err != nil || len(late)+len(halfway) == 0 {
		return err
	}
	m.Subject = l.Say("agencies.letter_reminder_subject", "late", len(late), "half", len(halfway))
	m.Text = s.lists(ctx, l, a, []heading{{"agencies.letter_late", late}, {"agencies.letter_half", halfway}})
	return nil
}

func (s *Service) composeList(ctx context.Context, q db.Query, l i18n.Locale, a Agency, m *mail.Letter) error {
	all, err := withIt(ctx, q, a.Unit, 0, "", mostNamed)
	if err != nil || len(all) == 0 {
		return err
	}
	m.Subject = l.Say("agencies.letter_list_subject", "n", a.Open)
	m.Text = s.lists(ctx, l, a, []heading{{"agencies.letter_oldest", all}})
	return nil
}

// heading is a sentence and what stands under it.
type heading struct {
	key string
	all []Custody
}

func (s *Service) lists(ctx context.Context, l i18n.Locale, a Agency, all []heading) string {
	base := s.needs.BaseURL(ctx)
	var parts []string
	for _, h := range all {
		if len(h.all) == 0 {
			continue
		}
		lines := []string{l.Say(h.key, "n", len(h.all))}
		for _, c := range h.all[:min(len(h.all), mostNamed)] {
			lines = append(lines, l.Say("agencies.letter_line", "number", c.Number, "subject", s.needs.SubjectName(ctx, c.Subject),
				"when", dueWords(l, c, clock.Now(ctx)))+"\n"+base+path(c.Number, "", s.keyOf(ctx, a, c)))
		}
		parts = append(parts, strings.Join(lines, "\n"))
	}
	return strings.Join(append(parts, l.Say("agencies.letter_whole_list", "link", base+"/agency?k="+s.listKey(ctx, a))), "\n\n")
}

// causeOfDay names a letter of a day, and of the links' edition: after the links
// were voided a new list may be sent the same day.
func causeOfDay(a Agency, day city.Day) string {
	return a.Unit + " " + day.String() + " " + strconv.Itoa(a.Edition)
}
