package office

import (
	"net"
	"net/http"
	"strings"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

// Routes opens the doors of the office.
func (s *Service) Routes(r *web.Router) {
	r.Handle("GET /staff/sign-in", access.Public, s.signInPage)
	r.Handle("POST /staff/sign-in", access.Public, s.signIn)
	r.Handle("POST /staff/sign-out", access.SignedIn, s.signOut)
	r.Handle("GET /staff/account", access.SignedIn, s.accountPage)
	r.Handle("POST /staff/account/post", access.SignedIn, s.sit)
	r.Handle("POST /staff/account/password", access.SignedIn, s.changePassword)
	r.Handle("POST /staff/account/everywhere", access.SignedIn, s.signOutEverywhere)
	r.Handle("GET /staff/people", CanManagePeople, s.peoplePage)
	r.Handle("POST /staff/people", CanManagePeople, s.addPerson)
	r.Handle("GET /staff/units", access.SignedIn, s.unitsPage)
}

func (s *Service) signInPage(w http.ResponseWriter, r *http.Request) error {
	return web.Page(w, r, http.StatusOK, signInPage(i18n.From(r.Context()), safeNext(r.FormValue("next")), "", nil))
}

func (s *Service) signIn(w http.ResponseWriter, r *http.Request) error {
	login, next := r.FormValue("login"), safeNext(r.FormValue("next"))
	token, err := s.SignIn(r.Context(), login, r.FormValue("password"), addressOf(r), r.UserAgent())
	if err != nil {
		faults, err := web.Refused(r, err)
		if err != nil {
			return err
		}
		return web.Page(w, r, http.StatusUnprocessableEntity, signInPage(i18n.From(r.Context()), next, login, faults))
	}
	SetSession(w, r, token)
	return web.Go(w, r, next)
}

// SetSession gives the browser the key of its session.
func SetSession(w http.ResponseWriter, r *http.Request, token string) {
	http.SetCookie(w, &http.Cookie{Name: web.SessionCookie, Value: token, Path: "/", HttpOnly: true,
		SameSite: http.SameSiteLaxMode, Secure: r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https", MaxAge: int(mostFor.Seconds())})
}

func dropSession(w http.ResponseWriter) {
	http.SetCookie(w, &http.Cookie{Name: web.SessionCookie, Path: "/", HttpOnly: true, MaxAge: -1})
}

// safeNext lets a sign-in lead on only to a page of our own.
func safeNext(next string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") {
		return "/staff"
	}
	return next
}

func addressOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

func (s *Service) signOut(w http.ResponseWriter, r *http.Request) error {
	if k, err := r.Cookie(web.SessionCookie); err == nil {
		if err := s.SignOut(r.Context(), k.Value); err != nil {
			return err
		}
	}
	dropSession(w)
	return web.Go(w, r, "/staff/sign-in")
}

func (s *Service) accountPage(w http.ResponseWriter, r *http.Request) error {
	return s.showAccount(w, r, http.StatusOK, nil)
}

func (s *Service) showAccount(w http.ResponseWriter, r *http.Request, status int, faults map[string]string) error {
	ctx := r.Context()
	a, t := access.From(ctx), tenant.From(ctx)
	codes, err := postsToday(ctx, s.db.Read(ctx), a.Person, t.Today(clock.Now(ctx)))
	if err != nil {
		return err
	}
	var seats []seatRow
	l := i18n.From(ctx)
	for _, code := range codes {
		p, _ := s.Post(t.ID, code)
		u, _ := s.Unit(t.ID, p.Unit)
		seats = append(seats, seatRow{Code: code, Title: l.Text(p.Title), Unit: l.Text(u.Name), Now: code == a.Post})
	}
	return web.Page(w, r, status, accountPage(l, a.Name, seats, faults))
}

type seatRow struct {
	Code, Title, Unit string
	Now               bool
}

func (s *Service) sit(w http.ResponseWriter, r *http.Request) error {
	if err := s.Sit(r.Context(), r.FormValue("post")); err != nil {
		return err
	}
	return web.Go(w, r, "/staff")
}

func (s *Service) changePassword(w http.ResponseWriter, r *http.Request) error {
	p, err := personByID(r.Context(), s.db.Read(r.Context()), access.From(r.Context()).Person)
	if err != nil {
		return err
	}
	if err := s.SetPassword(r.Context(), p.Login, r.FormValue("password")); err != nil {
		faults, err := web.Refused(r, err)
		if err != nil {
			return err
		}
		return s.showAccount(w, r, http.StatusUnprocessableEntity, faults)
	}
	web.Flash(w, "", "office.password_changed")
	dropSession(w)
	return web.Go(w, r, "/staff/sign-in")
}

func (s *Service) signOutEverywhere(w http.ResponseWriter, r *http.Request) error {
	if err := s.SignOutEverywhere(r.Context(), access.From(r.Context()).Person); err != nil {
		return err
	}
	dropSession(w)
	return web.Go(w, r, "/staff/sign-in")
}

const peoplePerPage = 50

func (s *Service) peoplePage(w http.ResponseWriter, r *http.Request) error {
	return s.showPeople(w, r, http.StatusOK, nil)
}

func (s *Service) showPeople(w http.ResponseWriter, r *http.Request, status int, faults map[string]string) error {
	ctx, l, t := r.Context(), i18n.From(r.Context()), tenant.From(r.Context()).ID
	people, err := s.People(ctx, r.URL.Query().Get("after"), peoplePerPage)
	if err != nil {
		return err
	}
	holders, err := s.Holders(ctx)
	if err != nil {
		return err
	}
	posts := map[string][]string{}
	for _, h := range holders {
		p, _ := s.Post(t, h.Post)
		posts[string(h.Person)] = append(posts[string(h.Person)], l.Text(p.Title))
	}
	var options []ui.Option
	for _, p := range s.of(t).posts {
		u, _ := s.Unit(t, p.Unit)
		options = append(options, ui.Option{Value: p.Code, Label: l.Text(p.Title), Group: l.Text(u.Name)})
	}
	next := ""
	if len(people) == peoplePerPage {
		next = "/staff/people?after=" + people[len(people)-1].Login
	}
	return web.Page(w, r, status, peoplePage(l, people, posts, options, next, r, faults))
}

func (s *Service) addPerson(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	login := r.FormValue("login")
	_, err := s.AddPerson(ctx, login, r.FormValue("name"), r.FormValue("password"))
	if err == nil && r.FormValue("post") != "" {
		err = s.FillPost(ctx, login, r.FormValue("post"), tenant.From(ctx).Today(clock.Now(ctx)), 0, false)
	}
	if err != nil {
		faults, err := web.Refused(r, err)
		if err != nil {
			return err
		}
		return s.showPeople(w, r, http.StatusUnprocessableEntity, faults)
	}
	web.Flash(w, "", "office.person_added")
	return web.Go(w, r, "/staff/people")
}

func (s *Service) unitsPage(w http.ResponseWriter, r *http.Request) error {
	ctx, l, t := r.Context(), i18n.From(r.Context()), tenant.From(r.Context()).ID
	holders, err := s.Holders(ctx)
	if err != nil {
		return err
	}
	in := map[string][]string{}
	for _, h := range holders {
		name := h.Name
		if h.Deputy {
			name = l.Say("office.holder_deputy", "name", h.Name)
		}
		in[h.Post] = append(in[h.Post], name)
	}
	var rows []unitRow
	for _, u := range s.Units(t) {
		row := unitRow{Name: l.Text(u.Name), Code: u.Code}
		for _, p := range s.PostsIn(t, u.Code) {
			row.Posts = append(row.Posts, postRow{l.Text(p.Title), strings.Join(in[p.Code], ", ")})
		}
		rows = append(rows, row)
	}
	return web.Page(w, r, http.StatusOK, unitsPage(l, rows))
}

type unitRow struct {
	Name, Code string
	Posts      []postRow
}

type postRow struct{ Title, Holder string }
