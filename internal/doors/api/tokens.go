package api

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

const tokensAddress = "/staff/account/tokens"

func (a *API) tokenRoutes(r *web.Router) {
	r.Handle("GET "+tokensAddress, access.SignedIn, a.tokensPage)
	r.Handle("POST "+tokensAddress, access.SignedIn, a.addToken)
	r.Handle("POST "+tokensAddress+"/{id}/revoke", access.SignedIn, a.endToken)
}

// tokensView is what somebody's programs come in with.
type tokensView struct {
	all    []Token
	fresh  string // a token that was just made, shown this once
	name   string
	scopes []string
	days   string
	faults map[string]string
	now    time.Time
	post   func(code string) string
	base   string
}

func (a *API) tokensPage(w http.ResponseWriter, r *http.Request) error {
	return a.showTokens(w, r, tokensView{scopes: []string{string(Read)}, days: strconv.Itoa(Days[1])})
}

func (a *API) showTokens(w http.ResponseWriter, r *http.Request, v tokensView) error {
	ctx := r.Context()
	var err error
	if v.all, err = a.Tokens(ctx, access.From(ctx).Person); err != nil {
		return err
	}
	v.now, v.base = clock.Now(ctx), a.needs.BaseURL(ctx)
	v.post = func(code string) string { return a.needs.PostName(ctx, code) }
	status := http.StatusOK
	if v.faults != nil {
		status = http.StatusUnprocessableEntity
	}
	return web.Page(w, r, status, v.page())
}

// addToken shows the token on the page that answers, and nowhere after.
func (a *API) addToken(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "api.form_broken")
	}
	ctx, me := r.Context(), access.From(r.Context())
	v := tokensView{name: r.PostForm.Get("name"), scopes: r.PostForm["scopes"], days: r.PostForm.Get("days")}
	days, _ := strconv.Atoi(v.days) // no number is none of those offered
	token, err := a.MakeToken(ctx, me.Person, me.Post, v.name, chosen(v.scopes), days)
	if err != nil {
		if v.faults, err = web.Refused(r, err); err != nil {
			return err
		}
		return a.showTokens(w, r, v)
	}
	return a.showTokens(w, r, tokensView{fresh: token, scopes: []string{string(Read)}, days: v.days})
}

func chosen(scopes []string) []Scope {
	var all []Scope
	for _, s := range slices.Compact(slices.Sorted(slices.Values(scopes))) {
		all = append(all, Scope(s))
	}
	return all
}

func (a *API) endToken(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := a.RevokeToken(ctx, access.From(ctx).Person, city.ID(r.PathValue("id"))); err != nil {
		return err
	}
	web.Flash(w, "", "api.did_revoke")
	return web.Go(w, r, tokensAddress)
}

func (v tokensView) scopeOptions(l i18n.Locale) []ui.Option {
	var all []ui.Option
	for _, s := range Scopes {
		all = append(all, ui.Option{Value: string(s), Label: l.Say("api.scope_" + string(s)), Note: l.Say("api.scope_note_" + string(s))})
	}
	return all
}

func (v tokensView) holds(scope string) bool { return slices.Contains(v.scopes, scope) }

func (v tokensView) dayOptions(l i18n.Locale) []ui.Option {
	var all []ui.Option
	for _, n := range Days {
		all = append(all, ui.Option{Value: strconv.Itoa(n), Label: l.Say("api.for_days", "n", n)})
	}
	return all
}

// said is what a token may, and for whom.
func (v tokensView) said(ctx context.Context, t Token) string {
	l := i18n.From(ctx)
	text := ""
	for i, s := range t.Scopes {
		if i > 0 {
			text += l.Say("api.between")
		}
		text += l.Say("api.scope_" + string(s))
	}
	return text
}

func (v tokensView) used(l i18n.Locale, t Token) string {
	if t.Used.IsZero() {
		return l.Say("api.never_used")
	}
	return l.Say("api.last_used", "when", l.When(t.Used, v.now))
}

func (v tokensView) errors() []ui.FieldError {
	var all []ui.FieldError
	for _, name := range []string{"name", "scopes", "days"} {
		if v.faults[name] != "" {
			all = append(all, ui.FieldError{Name: name, Text: v.faults[name]})
		}
	}
	return all
}
