package open311

import (
	"net/http"
	"time"

	"mahalle/internal/platform/ask"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"strings"
)

type timeOf = time.Time

// statusOf is the HTTP status of an answer. Clients of this protocol know 400,
// 403, 404 and what is ours; some take 409, 415, 422 and 429 for success.
func statusOf(err error) int {
	switch fault.KindOf(err) {
	case fault.None:
		return http.StatusOK
	case fault.NotFound, fault.Gone:
		return http.StatusNotFound
	case fault.Forbidden, fault.SignIn:
		return http.StatusForbidden
	case fault.TooOften, fault.Unavailable:
		return http.StatusServiceUnavailable
	case fault.Internal:
		return http.StatusInternalServerError
	case fault.Invalid, fault.Conflict, fault.TooLarge, fault.NotThisWay:
	}
	return http.StatusBadRequest
}

// refuse says no in the format that was asked for: all that is wrong, each with
// the code.
func refuse(w http.ResponseWriter, r *http.Request, err error) {
	status := statusOf(err)
	if status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "30")
	}
	t := fresh(isJSON(r))
	defer t.give()
	t.list("errors")
	for _, said := range sentences(i18n.From(r.Context()), err) {
		t.begin("error")
		t.number("code", status)
		t.text("description", said)
		t.end()
	}
	t.end()
	write(w, r, status, t)
}

// sentences are what may be said of an error.
func sentences(l i18n.Locale, err error) []string {
	f, ok := fault.Of(err)
	switch {
	case !ok || f.Kind == fault.Internal:
		return []string{l.Say("web.our_fault")}
	case len(f.On) == 0:
		return []string{l.Say(f.Key, f.Args...)}
	}
	var all []string
	for _, field := range f.On {
		said := l.Say(field.Key, field.Args...)
		if code, asked := strings.CutPrefix(field.Name, ask.Field("")); asked {
			said = l.Say("open311.attribute_wrong", "code", code, "why", said)
		}
		all = append(all, said)
	}
	return all
}

// nowhere answers for addresses that are none, and for methods that are none.
func nowhere(c *call) error {
	return fault.New(fault.NotFound, "open311.nothing_here")
}
