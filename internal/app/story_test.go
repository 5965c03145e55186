package app_test

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"mahalle/internal/app"
	"mahalle/internal/platform/dbtest"
)

// town is Manisa with its people and no requests yet, on the given engine,
// served to visitors.
func town(t *testing.T, address string) (*app.App, *httptest.Server) {
	t.Helper()
	a, err := app.Open(context.Background(), app.Options{DB: address, Folder: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	pack, err := app.PackOf("manisa", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.AddCity(context.Background(), pack, true); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(a.Router)
	t.Cleanup(server.Close)
	return a, server
}

// visitor is somebody with a browser of their own.
type visitor struct {
	t    *testing.T
	base string
	c    *http.Client
}

func come(t *testing.T, server *httptest.Server) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &visitor{t: t, base: server.URL, c: &http.Client{Jar: jar}}
}

// as takes somebody's place in the demonstration.
func as(t *testing.T, server *httptest.Server, role string) *visitor {
	v := come(t, server)
	v.get("/demo/as/"+role, http.StatusOK)
	return v
}

func (v *visitor) get(path string, want int) string {
	v.t.Helper()
	answer, err := v.c.Get(v.base + path)
	return v.read("GET "+path, answer, err, want)
}

func (v *visitor) post(path string, want int, pairs ...string) (body, at string) {
	v.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	answer, err := v.c.PostForm(v.base+path, form)
	body = v.read("POST "+path, answer, err, want)
	return body, answer.Request.URL.RequestURI()
}

func (v *visitor) read(what string, answer *http.Response, err error, want int) string {
	v.t.Helper()
	if err != nil {
		v.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	if answer.StatusCode != want {
		v.t.Fatalf("%s answered %d, want %d: %s", what, answer.StatusCode, want, plainText(string(body)))
	}
	return string(body)
}

var tag = regexp.MustCompile(`(?s)<style.*?</style>|<script.*?</script>|<[^>]*>`)

func plainText(page string) string {
	text := strings.Join(strings.Fields(tag.ReplaceAllString(page, " ")), " ")
	return text[:min(len(text), 1500)]
}

func (v *visitor) sees(page, want string) {
	v.t.Helper()
	if !strings.Contains(page, want) {
		v.t.Errorf("the page does not say %q: %s", want, plainText(page))
	}
}

var numberIn = regexp.MustCompile(`MNS-\d\d-\d{6}-[A-Z]`)

// tellTheCity sends the resident's form and gives the number and the secret.
func tellTheCity(v *visitor, key string) (number, secret string) {
	v.t.Helper()
	_, at := v.post("/report?lang=tr", http.StatusOK, "key", key, "subject", "YL01", "district", "turgutlu", "description", "Kavşakta derin çukur açıldı",
		"email", "sakin@example.org", "public", "1")
	u, err := url.Parse(at)
	if err != nil {
		v.t.Fatal(err)
	}
	number = numberIn.FindString(u.Path)
	if number == "" {
		v.t.Fatalf("the report led to %s", at)
	}
	return number, u.Query().Get("k")
}

// oneForm is the key that a form carries.
const oneForm = "0199c3f0-1111-7222-8333-444455556666"

func TestARequestTravelsFromAResidentToTheResidentsYes(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		_, server := town(t, address)
		resident := come(t, server)
		number, secret := tellTheCity(resident, oneForm)
		if again, _ := tellTheCity(resident, oneForm); again != number {
			t.Errorf("the same form sent twice became %s and %s", number, again)
		}
		resident.sees(resident.get("/r/"+number, http.StatusOK), "Kavşakta derin çukur")

		deputy := as(t, server, "deputy")
		clerk := as(t, server, "clerk")
		clerk.sees(clerk.get("/staff/requests?q=kavsak+cukur&lang=tr", http.StatusOK), number)
		officer := handedTo(clerk, server, number)
		officer.post("/staff/requests/"+number+"/take", http.StatusOK, "key", "a")
		officer.post("/staff/requests/"+number+"/reply", http.StatusOK, "key", "b", "text", "Ekibimiz yarın gelecek.", "interim", "1")
		officer.post("/staff/requests/"+number+"/finish", http.StatusUnprocessableEntity, "key", "c", "text", "")
		officer.post("/staff/requests/"+number+"/finish", http.StatusOK, "key", "d", "text", "Çukur dolduruldu.")

		page := resident.get("/r/"+number, http.StatusOK)
		resident.sees(page, "Ekibimiz yarın gelecek.")
		resident.sees(page, "Çukur dolduruldu.")
		come(t, server).get("/r/"+number+"/verify", http.StatusForbidden)
		resident.get("/r/"+number+"/verify?k="+secret, http.StatusOK)
		resident.post("/r/"+number+"/verify", http.StatusOK, "answer", "yes", "face", "happy", "text", "Teşekkürler", "k", secret)
		deputy.sees(deputy.get("/staff/requests/"+number+"?lang=tr", http.StatusOK), "Teşekkürler")
		deputy.get("/staff/city", http.StatusOK)
	})
}

// handedTo hands the request to the roads unit, whose officer accepts it.
func handedTo(clerk *visitor, server *httptest.Server, number string) *visitor {
	clerk.t.Helper()
	clerk.post("/staff/requests/"+number+"/handover", http.StatusOK, "key", "h", "unit", "yol-bakim", "text", "Büyükşehirin caddesi")
	officer := as(clerk.t, server, "officer")
	officer.post("/staff/requests/"+number+"/accept", http.StatusOK, "key", "i")
	return officer
}

func TestANoLeadsToAHumanAndBackToWork(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		_, server := town(t, address)
		resident := come(t, server)
		number, secret := tellTheCity(resident, oneForm)
		clerk := as(t, server, "clerk")
		officer := handedTo(clerk, server, number)
		officer.post("/staff/requests/"+number+"/finish", http.StatusOK, "key", "1", "text", "Bitti.")
		resident.get("/r/"+number+"/verify?k="+secret, http.StatusOK)
		resident.post("/r/"+number+"/verify", http.StatusUnprocessableEntity, "answer", "no", "face", "angry", "text", "", "k", secret)
		resident.post("/r/"+number+"/verify", http.StatusOK, "answer", "no", "face", "angry", "text", "Hâlâ çukur var", "k", secret)
		clerk.sees(clerk.get("/staff/requests?view=reopen", http.StatusOK), number)
	})
}

func TestOutsideADemonstrationNobodyBecomesSomebodyElse(t *testing.T) {
	a, err := app.Open(context.Background(), app.Options{Folder: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	pack, err := app.PackOf("tehran", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.AddCity(context.Background(), pack, false); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(a.Router)
	defer server.Close()
	v := come(t, server)
	v.get("/demo", http.StatusNotFound)
	v.get("/demo/as/admin", http.StatusNotFound)
	v.sees(v.get("/staff", http.StatusOK), `lang="fa" dir="rtl"`)
}
