package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"mahalle/internal/app"
	"mahalle/internal/city"
	"mahalle/internal/doors/api"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/i18n"
)

// program is a program of somebody's.
type program struct {
	t     *testing.T
	base  string
	token string
}

// programOf makes a token for somebody of the demonstration.
func programOf(t *testing.T, a *app.App, server *httptest.Server, login, post string, scopes ...api.Scope) program {
	t.Helper()
	ctx := access.AsSystem(i18n.With(cityOf(t, a), a.Catalog.Locale("tr", time.UTC)))
	person, err := a.Office.ByLogin(ctx, login)
	if err != nil {
		t.Fatal(err)
	}
	if len(scopes) == 0 {
		scopes = api.Scopes
	}
	token, err := a.Programs.MakeToken(ctx, person.ID, post, "deneme", scopes, 30)
	if err != nil {
		t.Fatal(err)
	}
	return program{t, server.URL, token}
}

// told is an answer.
type told struct {
	status int
	header http.Header
	body   []byte
}

func (p program) call(method, path, body string, headers ...string) told {
	p.t.Helper()
	r, err := http.NewRequest(method, p.base+path, strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if p.token != "" {
		r.Header.Set("Authorization", "Bearer "+p.token)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return told{answer.StatusCode, answer.Header, said}
}

// does calls and wants it to go well; it gives the answer back as JSON.
func (p program) does(method, path, body string, headers ...string) map[string]any {
	p.t.Helper()
	a := p.call(method, path, body, headers...)
	if a.status >= 300 {
		p.t.Fatalf("%s %s answered %d %s", method, path, a.status, a.body)
	}
	var said map[string]any
	if err := json.Unmarshal(a.body, &said); err != nil {
		p.t.Fatalf("%s %s: %v", method, path, err)
	}
	return said
}

// opened opens a request about a subject and gives its number.
func (p program) opened(subject string, more ...string) string {
	p.t.Helper()
	said := p.does("POST", "/api/v1/requests", `{"subject":"`+subject+`","description":"Okulun önünde","district":"turgutlu"`+strings.Join(more, "")+`}`)
	return said["number"].(string)
}

func aPhoto(t *testing.T) string {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, 64, 48))
	for i := range 64 * 48 {
		picture.Set(i%64, i/64, color.RGBA{uint8(i), uint8(i / 3), 90, 255})
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture, nil); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// described is the description as a program reads it.
func described(t *testing.T, lang city.Lang) map[string]any {
	t.Helper()
	words, err := app.Sentences()
	if err != nil {
		t.Fatal(err)
	}
	text, err := app.Described().Document(words.Locale(lang, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "⟦") {
		t.Errorf("in %s a sentence is missing: %s", lang, text[max(0, bytes.Index(text, []byte("⟦"))-80):])
	}
	var doc map[string]any
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// example is one operation of the description, with what it shows.
type example struct {
	id, method, path string
	query, body      string
	media            string // of what is sent
	status           string
	gives            map[string]any // the schema of the answer
}

func examples(doc map[string]any) []example {
	var all []example
	paths := doc["paths"].(map[string]any)
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		for method, v := range paths[path].(map[string]any) {
			all = append(all, exampleOf(strings.ToUpper(method), path, v.(map[string]any)))
		}
	}
	slices.SortFunc(all, func(a, b example) int { return strings.Compare(a.id, b.id) })
	return all
}

func exampleOf(method, path string, op map[string]any) example {
	e := example{id: op["operationId"].(string), method: method, path: "/api/v1" + path}
	for _, v := range op["parameters"].([]any) {
		p := v.(map[string]any)
		value, shown := p["example"]
		switch {
		case !shown:
		case p["in"] == "query":
			text, _ := json.Marshal(value)
			e.query += "&" + p["name"].(string) + "=" + strings.Trim(string(text), `"`)
		default:
			e.path = strings.ReplaceAll(e.path, "{"+p["name"].(string)+"}", value.(string))
		}
	}
	if sent, ok := op["requestBody"].(map[string]any); ok {
		for media, v := range sent["content"].(map[string]any) {
			e.media = media
			if shown, ok := v.(map[string]any)["example"]; ok {
				text, _ := json.Marshal(shown)
				e.body = string(text)
			}
		}
	}
	for status, v := range op["responses"].(map[string]any) {
		if content, ok := v.(map[string]any)["content"].(map[string]any); ok && status != "default" {
			e.status = status
			if shown, ok := content["application/json"].(map[string]any); ok {
				e.gives = shown["schema"].(map[string]any)
			}
		}
	}
	return e
}

// stage prepares a request so that an example can happen to it, and says who
// does it.
func stage(t *testing.T, a *app.App, id string, clerk, manager program) (by program, number string) {
	t.Helper()
	act := func(p program, number, act, body string) {
		t.Helper()
		p.does("POST", "/api/v1/requests/"+number+"/"+act, body)
	}
	number, by = clerk.opened("YL01", `,"street":"metro"`), manager
	switch id {
	case "acceptRequest", "returnRequest":
		number = clerk.opened("TM09", `,"street":"metro"`)
		act(clerk, number, "handover", `{"unit":"yol-bakim"}`)
	case "releaseRequest":
		act(manager, number, "take", `{}`)
	case "resumeRequest":
		act(manager, number, "pause", `{"reason":"season"}`)
	case "reopenRequest", "keepRequestClosed":
		act(manager, number, "finish", `{"text":"Bitti"}`)
		objected(t, a, number)
		by = clerk
	case "openRequest", "seeContact", "getPhotos":
		by = clerk
	}
	return by, number
}

// objected lets the resident say that it is not done.
func objected(t *testing.T, a *app.App, number string) {
	t.Helper()
	ctx := cityOf(t, a)
	done(t, a, ctx, func(tx *db.Tx) error {
		return a.Requests.Object(ctx, tx, number, secretOf(t, a, ctx, number), "sad", "Hâlâ duruyor")
	})
}

func secretOf(t *testing.T, a *app.App, ctx context.Context, number string) string {
	t.Helper()
	q := a.DB.Read(ctx)
	id, err := db.One(ctx, q, db.Value[city.ID], `SELECT id FROM pub_requests WHERE tenant_id = $1 AND number = $2`, q.Tenant(), number)
	if err != nil {
		t.Fatal(err)
	}
	return a.Requests.KeyOf(ctx, id)
}

func TestEveryExampleOfTheDescriptionWorks(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		a, server := town(t, address)
		clerk := programOf(t, a, server, "zeynep-demir", "beyaz-masa-gorevli-1")
		manager := programOf(t, a, server, "serkan-polat", "yol-bakim-mudur")
		doc := described(t, city.Turkish)
		for _, e := range examples(doc) {
			t.Run(e.id, func(t *testing.T) {
				clerk.t, manager.t = t, t
				by, number := stage(t, a, e.id, clerk, manager)
				path := strings.ReplaceAll(e.path, "MNS-26-000042-K", number)
				sent := e.body
				if e.media == "image/jpeg" {
					sent = aPhoto(t)
				}
				if e.id == "getPhoto" {
					path = onePhoto(t, clerk, path)
				}
				answer := by.call(e.method, path+"?"+e.query, sent, "Content-Type", e.media)
				if got := http.StatusText(answer.status); e.status != statusText(answer.status) {
					t.Fatalf("%s %s answered %d %s: %s", e.method, path, answer.status, got, answer.body)
				}
				if e.gives != nil {
					var v any
					if err := json.Unmarshal(answer.body, &v); err != nil {
						t.Fatal(err)
					}
					for _, f := range schemaFaults(doc, e.gives, v, "answer") {
						t.Errorf("%s\n%s", f, answer.body)
					}
				}
			})
		}
	})
}

// onePhoto opens a request with a photo and puts both into the path.
func onePhoto(t *testing.T, clerk program, path string) string {
	t.Helper()
	a := clerk.call("POST", "/api/v1/photos", aPhoto(t), "Content-Type", "image/jpeg")
	var sent struct{ Photo string }
	if err := json.Unmarshal(a.body, &sent); err != nil || sent.Photo == "" {
		t.Fatalf("%d %s", a.status, a.body)
	}
	number := clerk.opened("YL01", `,"street":"metro","photos":["`+sent.Photo+`"]`)
	photos := clerk.does("GET", "/api/v1/requests/"+number+"/photos", "")["photos"].([]any)
	if len(photos) != 1 {
		t.Fatalf("%d photos", len(photos))
	}
	return photos[0].(map[string]any)["address"].(string)
}

func statusText(status int) string {
	text, _ := json.Marshal(status)
	return string(text)
}
