package office

import (
	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

// Routes opens the doors of the office.
func (s *Service) Routes(r *web.Router) {
	r.Handle("GET "+signInPath, access.Public, s.signInPage)
	r.Handle("POST "+signInPath, access.Public, s.signIn)
	r.Handle("POST /staff/sign-out", access.Public, s.signOut)

	r.Handle("POST /staff/post", access.SignedIn, s.sit)
	r.Handle("GET /staff/account", access.SignedIn, s.accountPage)
	r.Handle("POST /staff/account/password", access.SignedIn, s.changePassword)
	r.Handle("POST /staff/account/mornings", access.SignedIn, s.chooseMornings)
	r.Handle("POST /staff/account/language", access.SignedIn, s.chooseLang)
	r.Handle("POST /staff/account/session", access.SignedIn, s.endOneSession)
	r.Handle("POST /staff/account/everywhere", access.SignedIn, s.leaveEverywhere)

	r.Handle("GET /staff/people", CanManagePeople, s.peoplePage)
	r.Handle("GET /staff/people/new", CanManagePeople, s.newPersonPage)
	r.Handle("POST /staff/people/new", CanManagePeople, s.addPerson)
	r.Handle("GET /staff/people/{id}", CanManagePeople, s.personPage)
	r.Handle("POST /staff/people/{id}", CanManagePeople, s.changeDetails)
	r.Handle("POST /staff/people/{id}/posts", CanManagePeople, s.fillPost)
	r.Handle("POST /staff/people/{id}/posts/end", CanManagePeople, s.endHolding)
	r.Handle("POST /staff/people/{id}/password", CanManagePeople, s.givePassword)
	r.Handle("POST /staff/people/{id}/active", CanManagePeople, s.setActive)
	r.Handle("POST /staff/people/{id}/sign-out", CanManagePeople, s.signOutPerson)

	r.Handle("GET /staff/units", access.SignedIn, s.unitsPage)
	r.Handle("GET /staff/units/{unit}", access.SignedIn, s.unitPage)
}

// faults are the sentences beside the fields of a form that was refused.
type faults map[string]string

// summary lists them in the order of the form's fields.
func (f faults) summary(fields ...string) []ui.FieldError {
	var all []ui.FieldError
	for _, name := range fields {
		if f[name] != "" {
			all = append(all, ui.FieldError{Name: name, Text: f[name]})
		}
	}
	return all
}

// oneKey is what makes sending a form twice harmless.
func oneKey() ui.Hidden { return ui.Hidden{Name: "key", Value: string(city.NewID())} }
