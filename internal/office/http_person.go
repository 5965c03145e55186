package office

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/journal"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

// file is what the administrator sees of a person.
type file struct {
	Person   Person
	Href     string
	Today    city.Day
	Holdings []holdingRow
	Choices  []ui.Option // posts
	Sessions int
	Password string // a suggestion
	Now      time.Time
	Happened []ui.Entry
	Asked    askedPost
	Faults   faults
}

type holdingRow struct {
	Holding
	Title, Unit string
}

// askedPost is what was typed into the form for a post.
type askedPost struct {
	Post, From, Until string
	Deputy            bool
}

func (s *Service) personPage(w http.ResponseWriter, r *http.Request) error {
	return s.showPerson(w, r, http.StatusOK, func(*file) {})
}

// showPerson shows somebody's file; typed puts back what a refused form held.
func (s *Service) showPerson(w http.ResponseWriter, r *http.Request, status int, typed func(*file)) error {
	f, err := s.file(r, city.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	typed(&f)
	return web.Page(w, r, status, personPage(i18n.From(r.Context()), f))
}

func (s *Service) file(r *http.Request, id city.ID) (file, error) {
	ctx, l := r.Context(), i18n.From(r.Context())
	q, t := s.db.Read(ctx), db.TenantFrom(ctx)
	p, errPerson := personByID(ctx, q, id)
	has, errHas := holdingsOf(ctx, q, id)
	open, errOpen := s.Sessions(ctx, id)
	happened, errHappened := s.happened(r, id)
	return file{
		Person: p, Href: personHref(id), Today: today(ctx), Holdings: s.holdingRows(t, l, has), Choices: s.postChoices(t, l),
		Sessions: len(open), Password: suggestedPassword(), Now: clock.Now(ctx), Happened: happened,
		Asked: askedPost{From: l.DayNumeric(today(ctx))},
	}, errors.Join(errPerson, errHas, errOpen, errHappened)
}

func (s *Service) holdingRows(t city.Tenant, l i18n.Locale, has []Holding) []holdingRow {
	var rows []holdingRow
	for _, h := range has {
		p, _ := s.Post(t, h.Post)
		u, _ := s.Unit(t, p.Unit)
		rows = append(rows, holdingRow{h, l.Text(p.Title), l.Text(u.Name)})
	}
	return rows
}

const mostHappened = 20

// happened is what the journal says of somebody, the newest first.
func (s *Service) happened(r *http.Request, id city.ID) ([]ui.Entry, error) {
	ctx, l := r.Context(), i18n.From(r.Context())
	lines, err := journal.Of(ctx, s.db.Read(ctx), id, mostHappened)
	var all []ui.Entry
	for _, e := range lines {
		said := "office.happened." + e.Kind
		if !l.Has(said) {
			continue
		}
		var about struct{ Post string }
		if err := e.Read(&about); err != nil {
			return nil, err
		}
		p, _ := s.Post(db.TenantFrom(ctx), about.Post)
		one := ui.Entry{At: e.At, Text: l.Say(said, "post", l.Text(p.Title))}
		if by := s.PersonName(ctx, e.Actor.Person); by != "" && e.Actor.Person != id {
			one.Text, one.Strong = l.Say("office.happened_by", "what", one.Text, "who", by), []string{by}
		}
		all = append(all, one)
	}
	return all, err
}

// refusedOr shows the file again with the sentences of a refused form, or passes
// on what is not about the form; without an error it says what was done.
func (s *Service) refusedOr(w http.ResponseWriter, r *http.Request, err error, done string, typed func(*file)) error {
	if err == nil {
		web.Flash(w, "", done)
		return web.Go(w, r, personHref(city.ID(r.PathValue("id"))))
	}
	said, other := web.Refused(r, err)
	if other != nil {
		return other
	}
	return s.showPerson(w, r, fault.KindOf(err).Status(), func(f *file) {
		f.Faults = said
		typed(f)
	})
}

func (s *Service) changeDetails(w http.ResponseWriter, r *http.Request) error {
	d := typedDetails(r)
	err := s.SetDetails(r.Context(), city.ID(r.PathValue("id")), d)
	return s.refusedOr(w, r, err, "office.details_kept", func(f *file) { f.Person.Details = d })
}

func (s *Service) fillPost(w http.ResponseWriter, r *http.Request) error {
	asked := askedPost{r.PostFormValue("post"), r.PostFormValue("from"), r.PostFormValue("until"), r.PostFormValue("deputy") != ""}
	h, err := asked.holding(city.ID(r.PathValue("id")))
	if err == nil {
		_, err = personByID(r.Context(), s.db.Read(r.Context()), h.Person)
	}
	if err == nil {
		err = s.fill(r.Context(), r.PostFormValue("key"), h)
	}
	return s.refusedOr(w, r, err, "office.post_filled", func(f *file) { f.Asked = asked })
}

// holding reads the form. People name the last day; we keep the one after it.
func (a askedPost) holding(person city.ID) (Holding, error) {
	h := Holding{Post: a.Post, Person: person, Deputy: a.Deputy}
	from, badFrom := i18n.ParseDay(a.From)
	if badFrom != nil {
		badFrom = about("from", "i18n.not_a_date")
	}
	h.From = from
	var badUntil error
	if strings.TrimSpace(a.Until) != "" {
		last, err := i18n.ParseDay(a.Until)
		if err != nil {
			badUntil = about("until", "i18n.not_a_date")
		}
		h.Until = last + 1
	}
	return h, together(badFrom, badUntil)
}

func (s *Service) endHolding(w http.ResponseWriter, r *http.Request) error {
	from, err := strconv.ParseInt(r.PostFormValue("from"), 10, 32)
	if err != nil {
		return fault.New(fault.NotFound, "web.not_found")
	}
	err = s.EndHolding(r.Context(), city.ID(r.PathValue("id")), r.PostFormValue("post"), city.Day(from), today(r.Context()))
	return s.refusedOr(w, r, err, "office.holding_ended", func(*file) {})
}

func (s *Service) givePassword(w http.ResponseWriter, r *http.Request) error {
	p, err := personByID(r.Context(), s.db.Read(r.Context()), city.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	password := r.PostFormValue("password")
	err = s.SetPassword(r.Context(), p.Login, password)
	return s.refusedOr(w, r, err, "office.password_given", func(f *file) { f.Password = password })
}

func (s *Service) setActive(w http.ResponseWriter, r *http.Request) error {
	p, err := personByID(r.Context(), s.db.Read(r.Context()), city.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	let := r.PostFormValue("active") == "1"
	done := map[bool]string{true: "office.let_in", false: "office.shut_out"}
	return s.refusedOr(w, r, s.SetActive(r.Context(), p.Login, let), done[let], func(*file) {})
}

func (s *Service) signOutPerson(w http.ResponseWriter, r *http.Request) error {
	err := s.SignOutEverywhere(r.Context(), city.ID(r.PathValue("id")))
	return s.refusedOr(w, r, err, "office.signed_out_everywhere", func(*file) {})
}
