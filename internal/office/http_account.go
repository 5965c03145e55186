package office

import (
	"net/http"
	"slices"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/web"
)

// account is what somebody sees of themself.
type account struct {
	Person   Person
	Seats    []seatRow
	Sessions []sessionRow
	Mornings bool // wants the letter of the morning
	Faults   faults
}

type seatRow struct {
	Code, Title, Unit string
	Deputy            bool
	Until             city.Day // the last day, for those that end
	Now               bool
}

type sessionRow struct {
	ID, Device, Seen string
	Here             bool
}

func (s *Service) accountPage(w http.ResponseWriter, r *http.Request) error {
	return s.showAccount(w, r, http.StatusOK, nil)
}

func (s *Service) showAccount(w http.ResponseWriter, r *http.Request, status int, f faults) error {
	ctx, l, a := r.Context(), i18n.From(r.Context()), access.From(r.Context())
	p, err := personByID(ctx, s.db.Read(ctx), a.Person)
	if err != nil {
		return err
	}
	has, err := holdingsOf(ctx, s.db.Read(ctx), a.Person)
	if err != nil {
		return err
	}
	open, err := s.Sessions(ctx, a.Person)
	if err != nil {
		return err
	}
	slices.SortStableFunc(has, func(a, b Holding) int { return bit(a.Deputy) - bit(b.Deputy) })
	page := account{Person: p, Faults: f}
	if page.Mornings, err = wantsMornings(ctx, s.db.Read(ctx), a.Person); err != nil {
		return err
	}
	for _, h := range has {
		if h.On(today(ctx)) {
			page.Seats = append(page.Seats, s.seatRow(db.TenantFrom(ctx), l, h, a.Post))
		}
	}
	for _, o := range open {
		page.Sessions = append(page.Sessions, sessionRow{ID: o.ID, Device: o.Device, Seen: l.When(o.Seen, clock.Now(ctx)), Here: o.ID == a.Session})
	}
	return web.Page(w, r, status, accountPage(l, page))
}

func (s *Service) seatRow(t city.Tenant, l i18n.Locale, h Holding, acting string) seatRow {
	p, _ := s.Post(t, h.Post)
	u, _ := s.Unit(t, p.Unit)
	row := seatRow{Code: h.Post, Title: l.Text(p.Title), Unit: l.Text(u.Name), Deputy: h.Deputy, Now: h.Post == acting}
	if h.Until != 0 {
		row.Until = h.Until - 1
	}
	return row
}

func (s *Service) sit(w http.ResponseWriter, r *http.Request) error {
	if err := s.Sit(r.Context(), r.PostFormValue("post")); err != nil {
		return err
	}
	return web.Go(w, r, home)
}

func (s *Service) changePassword(w http.ResponseWriter, r *http.Request) error {
	token, err := s.ChangePassword(r.Context(), r.PostFormValue("password"), r.PostFormValue("next"), r.UserAgent())
	if err != nil {
		said, other := web.Refused(r, err)
		if other != nil {
			return other
		}
		return s.showAccount(w, r, fault.KindOf(err).Status(), said)
	}
	SetSession(w, r, token)
	web.Flash(w, "", "office.password_changed")
	return web.Go(w, r, "/staff/account")
}

func (s *Service) chooseLang(w http.ResponseWriter, r *http.Request) error {
	lang, ok := city.ParseLang(r.PostFormValue("lang"))
	if !ok {
		return about("lang", "office.lang_unknown")
	}
	if err := s.SetLang(r.Context(), lang); err != nil {
		return err
	}
	web.Flash(w, "", "office.lang_kept")
	return web.Go(w, r, withLang("/staff/account", string(lang)))
}

func (s *Service) endOneSession(w http.ResponseWriter, r *http.Request) error {
	if err := s.EndSession(r.Context(), r.PostFormValue("session")); err != nil {
		return err
	}
	web.Flash(w, "", "office.session_ended")
	return web.Go(w, r, "/staff/account")
}

func (s *Service) leaveEverywhere(w http.ResponseWriter, r *http.Request) error {
	if err := s.SignOutEverywhere(r.Context(), access.From(r.Context()).Person); err != nil {
		return err
	}
	dropSession(w, r)
	web.Flash(w, "", "office.signed_out_everywhere")
	return web.Go(w, r, signInPath)
}
