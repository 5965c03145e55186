package office

import (
	"net/http"
	"net/url"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

const peoplePerPage = 50

type peopleList struct {
	Query  string
	People []personRow
	Next   string // address of the rows after these
}

type personRow struct {
	Href, Name, Login, Posts string
	Active                   bool
}

func (s *Service) peoplePage(w http.ResponseWriter, r *http.Request) error {
	ctx, l, asked := r.Context(), i18n.From(r.Context()), r.URL.Query()
	found, err := s.find(ctx, asked.Get("q"), city.ID(asked.Get("after")), peoplePerPage+1)
	if err != nil {
		return err
	}
	list := peopleList{Query: asked.Get("q")}
	if len(found) > peoplePerPage {
		found = found[:peoplePerPage]
		list.Next = "/staff/people?" + url.Values{"q": {list.Query}, "after": {string(found[peoplePerPage-1].ID)}}.Encode()
	}
	for _, p := range found {
		list.People = append(list.People, personRow{
			Href: personHref(p.ID), Name: p.Name, Login: p.Login, Posts: s.titles(db.TenantFrom(ctx), l, p.Posts), Active: p.Active,
		})
	}
	return web.Page(w, r, http.StatusOK, peoplePage(l, list))
}

func personHref(id city.ID) string { return "/staff/people/" + string(id) }

// titles lists what posts are called.
func (s *Service) titles(t city.Tenant, l i18n.Locale, codes []string) string {
	var all []string
	for _, code := range codes {
		p, _ := s.Post(t, code)
		all = append(all, l.Text(p.Title))
	}
	return strings.Join(all, " · ")
}

// newPerson is the form for somebody new, with what was typed.
type newPerson struct {
	newcomer
	Choices []ui.Option // posts
	Faults  faults
}

func (s *Service) newPersonPage(w http.ResponseWriter, r *http.Request) error {
	return s.showNewPerson(w, r, http.StatusOK, newPerson{newcomer: newcomer{Password: suggestedPassword()}})
}

func (s *Service) showNewPerson(w http.ResponseWriter, r *http.Request, status int, f newPerson) error {
	l := i18n.From(r.Context())
	f.Choices = s.postChoices(db.TenantFrom(r.Context()), l)
	return web.Page(w, r, status, newPersonPage(l, f))
}

// postChoices offers every post under the name of its unit.
func (s *Service) postChoices(t city.Tenant, l i18n.Locale) []ui.Option {
	choices := []ui.Option{{Label: l.Say("office.choose_post")}}
	for _, u := range s.Units(t) {
		for _, p := range s.PostsIn(t, u.Code) {
			choices = append(choices, ui.Option{Value: p.Code, Label: l.Text(p.Title), Group: l.Text(u.Name)})
		}
	}
	return choices
}

func (s *Service) addPerson(w http.ResponseWriter, r *http.Request) error {
	n := newcomer{Login: r.PostFormValue("login"), Details: typedDetails(r), Password: r.PostFormValue("password"), Post: r.PostFormValue("post")}
	id, err := s.add(r.Context(), r.PostFormValue("key"), n)
	if err != nil {
		said, other := web.Refused(r, err)
		if other != nil {
			return other
		}
		return s.showNewPerson(w, r, fault.KindOf(err).Status(), newPerson{newcomer: n, Faults: said})
	}
	web.Flash(w, "", "office.person_added")
	return web.Go(w, r, personHref(id))
}

func typedDetails(r *http.Request) Details {
	return Details{
		Name: r.PostFormValue("name"), Email: r.PostFormValue("email"),
		Phone: r.PostFormValue("phone"), Lang: city.Lang(r.PostFormValue("lang")),
	}
}
