package app_test

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"

	"mahalle/internal/app"
	"mahalle/internal/citypack"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/web"
)

var update = flag.Bool("update", false, "write the golden files anew")

// A change of who may reach what is a line in a review.
func TestEveryDoorAndWhatItNeedsIsWrittenDown(t *testing.T) {
	a, _ := town(t, "")
	var b strings.Builder
	for _, r := range a.Router.Routes() {
		fmt.Fprintf(&b, "%-52s %s\n", r.Pattern, r.Needs)
	}
	const golden = "testdata/routes.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("the doors have changed; look at them and run: go test ./internal/app -run EveryDoor -update\n%s", b.String())
	}
}

// Every role knocks at every door. Who may not enter is told so, and nobody is
// ever shown an apology.
func TestEveryRoleAtEveryDoor(t *testing.T) {
	a, server := town(t, "")
	permissions := rolePermissions(t, a)
	for _, role := range append([]string{""}, citypack.DemoRoles...) {
		t.Run("role "+role, func(t *testing.T) {
			v := come(t, server)
			v.c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
			if role != "" {
				v.get("/demo/as/"+role, http.StatusSeeOther)
			}
			for _, r := range a.Router.Routes() {
				knock(t, v, r, permissions[role])
			}
		})
	}
}

func knock(t *testing.T, v *visitor, r web.Route, holds map[access.Permission]bool) {
	t.Helper()
	method, path, one := strings.Cut(r.Pattern, " ")
	if !one { // answers to every method
		method, path = http.MethodGet, r.Pattern
	}
	if strings.Contains(path, "sign-out") || strings.Contains(path, "everywhere") || strings.Contains(path, "/demo/as/") || path == "/readyz" || strings.HasSuffix(path, "/account/password") {
		return // these end the visit, change who visits, or ask about a listener the test has not
	}
	for _, gap := range []string{"{number}", "{id}", "{district}", "{subject}", "{photo}", "{code}"} {
		path = strings.ReplaceAll(path, gap, "MNS-26-000001-X")
	}
	request, err := http.NewRequest(method, v.base+strings.ReplaceAll(path, "{$}", ""), nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := v.c.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	may := r.Needs == access.Public || holds[r.Needs] || r.Needs == access.SignedIn && holds != nil
	stopped := answer.StatusCode == http.StatusUnauthorized || answer.StatusCode == http.StatusForbidden ||
		answer.StatusCode == http.StatusSeeOther && strings.HasPrefix(answer.Header.Get("Location"), "/staff/sign-in?")
	switch {
	case answer.StatusCode >= 500:
		t.Errorf("%s answered %d", r.Pattern, answer.StatusCode)
	case !may && !stopped:
		t.Errorf("%s let in somebody without %s (%d)", r.Pattern, r.Needs, answer.StatusCode)
	case may && answer.StatusCode == http.StatusUnauthorized:
		t.Errorf("%s turned away somebody with %s", r.Pattern, r.Needs)
	}
}

// rolePermissions reads what each role of the demonstration holds from the
// city's own pack.
func rolePermissions(t *testing.T, a *app.App) map[string]map[access.Permission]bool {
	t.Helper()
	pack, err := app.PackOf("manisa", nil)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]map[access.Permission]bool{}
	for _, p := range pack.Demo.People {
		if p.Role == "" || p.Post == "" {
			continue
		}
		post, _ := a.Office.Post("manisa", p.Post)
		role, ok := a.Office.Role("manisa", post.Role)
		if !ok {
			t.Fatalf("%s has no role", p.Post)
		}
		all[p.Role] = role.Permissions
	}
	return all
}
