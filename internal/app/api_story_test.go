package app_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"mahalle/client"
	"mahalle/internal/app"
	"mahalle/internal/doors/api"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/i18n"
)

// everyTown is the demonstration on each engine, with a clerk and a manager who
// let programs in.
func everyTown(t *testing.T, test func(t *testing.T, a *app.App, server *httptest.Server, clerk, manager program)) {
	t.Helper()
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		a, server := town(t, address)
		test(t, a, server, programOf(t, a, server, "zeynep-demir", "beyaz-masa-gorevli-1"), programOf(t, a, server, "serkan-polat", "yol-bakim-mudur"))
	})
}

const pothole = `,"street":"metro"`

func TestARequestGoesItsWholeWayThroughTheClient(t *testing.T) {
	everyTown(t, func(t *testing.T, a *app.App, server *httptest.Server, clerk, manager program) {
		ctx := t.Context()
		desk := client.Client{Base: server.URL, Token: clerk.token, Lang: "en"}
		unit := client.Client{Base: server.URL, Token: manager.token, Lang: "en"}
		wanted := client.NewRequest{Subject: "TM09", Description: "Yağmur ızgarası tıkalı", District: "turgutlu", Street: "metro", Name: "Ayşe Yılmaz", Phone: "0532 111 22 33"}
		opened, err := desk.OpenRequest(ctx, wanted, client.Key("call-1"))
		well(t, err)
		var meta client.Meta
		again, err := desk.OpenRequest(ctx, wanted, client.Key("call-1"), client.Tell(&meta))
		if well(t, err); again != opened || !meta.Replayed {
			t.Errorf("the same call opened %s and %s", opened.Number, again.Number)
		}
		n := opened.Number
		_, err = desk.HandoverRequest(ctx, n, client.HandoverRequest{Unit: "yol-bakim", Text: "Izgara yolun parçası"})
		well(t, err)
		one, err := unit.GetRequest(ctx, n, client.Tell(&meta))
		if well(t, err); one.Status != "offered" || strings.Join(one.Acts, " ") == "" || len(one.Promises) == 0 {
			t.Errorf("offered: %+v", one)
		}
		_, err = unit.AcceptRequest(ctx, n, client.AcceptRequest{}, client.If(meta.ETag), client.Tell(&meta))
		well(t, err)
		_, err = unit.NoteRequest(ctx, n, client.NoteRequest{Text: "Ekip yarın sabah çıkıyor"}, client.If(meta.ETag))
		well(t, err)
		who, err := unit.SeeContact(ctx, n, client.Why{Words: "Adresi sormak için"})
		if well(t, err); who.Phone != "+905321112233" {
			t.Errorf("the contact: %+v", who)
		}
		_, err = unit.FinishRequest(ctx, n, client.FinishRequest{Text: "Izgara temizlendi"})
		well(t, err)
		in := cityOf(t, a)
		done(t, a, in, func(tx *db.Tx) error { return a.Requests.Confirm(in, tx, n, secretOf(t, a, in, n), "happy", "") })
		one, err = desk.GetRequest(ctx, n)
		if well(t, err); one.Status != "closed" || one.Confirmed != "yes" || one.Outcome != "fixed" {
			t.Errorf("in the end: %+v", one)
		}
		history, err := desk.GetHistory(ctx, n)
		well(t, err)
		tells(t, history, "request.opened", "request.handed_over", "request.accepted", "request.noted", "request.contact_seen", "request.finished")
	})
}

func well(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func tells(t *testing.T, h client.History, kinds ...string) {
	t.Helper()
	told := map[string]bool{}
	for _, line := range h.History {
		told[line.Kind] = true
	}
	for _, kind := range kinds {
		if !told[kind] {
			t.Errorf("the history does not tell %s: %v", kind, told)
		}
	}
}

func TestTwoClerksCannotOverwriteEachOther(t *testing.T) {
	everyTown(t, func(t *testing.T, a *app.App, server *httptest.Server, clerk, manager program) {
		n := clerk.opened("YL01", pothole)
		seen := manager.call("GET", "/api/v1/requests/"+n, "").header.Get("ETag")
		manager.does("POST", "/api/v1/requests/"+n+"/take", `{}`, "If-Match", seen)
		late := clerk.call("POST", "/api/v1/requests/"+n+"/handover", `{"unit":"park-bakim"}`, "If-Match", seen, "Accept-Language", "en")
		if late.status != 412 || !strings.Contains(string(late.body), "changed since you read it") {
			t.Errorf("the second clerk: %d %s", late.status, late.body)
		}
		if one := clerk.does("GET", "/api/v1/requests/"+n, ""); one["unit"] != "yol-bakim" {
			t.Errorf("it went to %v", one["unit"])
		}
	})
}

func TestTheSameKeyGetsTheSameAnswerAndAnotherContentIsRefused(t *testing.T) {
	everyTown(t, func(t *testing.T, a *app.App, server *httptest.Server, clerk, manager program) {
		body := `{"subject":"YL01","description":"Çukur","district":"turgutlu"}`
		first := clerk.call("POST", "/api/v1/requests", body, "Idempotency-Key", "k1")
		again := clerk.call("POST", "/api/v1/requests", body, "Idempotency-Key", "k1")
		if first.status != 201 || again.status != 201 || string(first.body) != string(again.body) || again.header.Get("Location") != first.header.Get("Location") {
			t.Errorf("%d %s, then %d %s", first.status, first.body, again.status, again.body)
		}
		if other := clerk.call("POST", "/api/v1/requests", strings.Replace(body, "Çukur", "Başka", 1), "Idempotency-Key", "k1"); other.status != 422 || !strings.Contains(string(other.body), "api.key_used") {
			t.Errorf("other content: %d %s", other.status, other.body)
		}
		if hers := manager.call("POST", "/api/v1/requests", body, "Idempotency-Key", "k1"); hers.status != 403 {
			t.Errorf("a manager, who takes no calls, with the key of a clerk: %d", hers.status)
		}
		if long := clerk.call("POST", "/api/v1/requests", body, "Idempotency-Key", strings.Repeat("k", 201)); long.status != 422 {
			t.Errorf("a very long key: %d", long.status)
		}
	})
}

func TestAListGoesOnPageByPageAndEndsOnce(t *testing.T) {
	a, server := town(t, "")
	clerk := programOf(t, a, server, "zeynep-demir", "beyaz-masa-gorevli-1")
	want := map[string]bool{}
	for range 7 {
		want[clerk.opened("YL01", pothole)] = true
	}
	path, pages := "/api/v1/requests?view=all&limit=3", 0
	for ; path != ""; pages++ {
		page := clerk.call("GET", path, "")
		for n := range want {
			if strings.Contains(string(page.body), n) {
				delete(want, n)
			}
		}
		path = strings.TrimSuffix(strings.TrimPrefix(page.header.Get("Link"), "<"), `>; rel="next"`)
	}
	if len(want) != 0 || pages != 3 {
		t.Errorf("after %d pages these were missing: %v", pages, want)
	}
	for _, path := range []string{"/api/v1/requests?after=x", "/api/v1/promises?after=%00", "/api/v1/promises?after=" + strings.Repeat("A", 90)} {
		if got := clerk.call("GET", path, ""); got.status != 422 {
			t.Errorf("%s answered %d", path, got.status)
		}
	}
}

func TestWhatHasNotChangedIsNotSentAgain(t *testing.T) {
	a, server := town(t, "")
	clerk := programOf(t, a, server, "zeynep-demir", "beyaz-masa-gorevli-1")
	for _, path := range []string{"/api/v1/districts", "/api/v1/requests?limit=5", "/api/openapi.json"} {
		first := clerk.call("GET", path, "")
		again := clerk.call("GET", path, "", "If-None-Match", `"x", W/`+first.header.Get("ETag"))
		if first.status != 200 || again.status != 304 || len(again.body) != 0 {
			t.Errorf("%s: %d, then %d with %d bytes", path, first.status, again.status, len(again.body))
		}
	}
	clerk.opened("YL01")
	if got := clerk.call("GET", "/api/v1/requests?limit=5", "", "If-None-Match", `"x"`); got.status != 200 {
		t.Errorf("what is new answered %d", got.status)
	}
}

func TestATokenMayWhatItsScopesNameAndNothingElse(t *testing.T) {
	everyTown(t, func(t *testing.T, a *app.App, server *httptest.Server, clerk, manager program) {
		n := clerk.opened("YL01", pothole, `,"name":"Ayşe","phone":"0532 111 22 33"`)
		for name, tt := range map[string]struct {
			scopes []api.Scope
			want   [4]int // list, open, note, contact
		}{
			"reads":            {[]api.Scope{api.Read}, [4]int{200, 403, 403, 403}},
			"only opens":       {[]api.Scope{api.Open}, [4]int{403, 201, 403, 403}},
			"works":            {[]api.Scope{api.Work}, [4]int{200, 403, 200, 403}},
			"sees who asked":   {[]api.Scope{api.Contact}, [4]int{200, 403, 403, 200}},
			"everything there": {api.Scopes, [4]int{200, 201, 200, 200}},
		} {
			p := programOf(t, a, server, "zeynep-demir", "beyaz-masa-gorevli-1", tt.scopes...)
			got := [4]int{p.call("GET", "/api/v1/requests", "").status,
				p.call("POST", "/api/v1/requests", `{"subject":"YL01","description":"Çukur","district":"turgutlu"}`).status,
				p.call("POST", "/api/v1/requests/"+n+"/note", `{"text":"not"}`).status,
				p.call("POST", "/api/v1/requests/"+n+"/contact", `{}`).status}
			if got != tt.want {
				t.Errorf("%s: %v, want %v", name, got, tt.want)
			}
		}
		stranger := program{t, server.URL, ""}
		for path, want := range map[string]int{"/api/v1/requests": 401, "/api/v1/units": 401, "/api/v1/subjects": 200} {
			if got := stranger.call("GET", path, ""); got.status != want || want == 401 && !strings.HasPrefix(got.header.Get("WWW-Authenticate"), "Bearer") {
				t.Errorf("a stranger at %s: %d", path, got.status)
			}
		}
	})
}

func TestATokenEnds(t *testing.T) {
	everyTown(t, func(t *testing.T, a *app.App, server *httptest.Server, clerk, manager program) {
		ctx := access.AsSystem(i18n.With(cityOf(t, a), a.Catalog.Locale("tr", time.UTC)))
		zeynep, err := a.Office.ByLogin(ctx, "zeynep-demir")
		well(t, err)
		opens := func(p program) bool { return p.call("GET", "/api/v1/me", "").status == 200 }
		if !opens(clerk) {
			t.Fatal("a new token opens nothing")
		}
		all, err := a.Programs.Tokens(ctx, zeynep.ID)
		well(t, err)
		stranger := access.With(ctx, access.Actor{Kind: access.Staff, Person: "somebody"})
		if err := a.Programs.RevokeToken(stranger, zeynep.ID, all[0].ID); err == nil {
			t.Error("somebody else revoked it")
		}
		well(t, a.Programs.RevokeToken(ctx, zeynep.ID, all[0].ID))
		if opens(clerk) {
			t.Error("a revoked token opens")
		}
		past := clock.With(ctx, time.Now().AddDate(0, 0, -31))
		old, err := a.Programs.MakeToken(past, zeynep.ID, "beyaz-masa-gorevli-1", "eski", api.Scopes, 30)
		if well(t, err); opens(program{t, server.URL, old}) {
			t.Error("an old token opens")
		}
		hers := programOf(t, a, server, "zeynep-demir", "beyaz-masa-gorevli-1")
		if !opens(hers) {
			t.Error("another token opens nothing")
		}
		well(t, a.Office.SetActive(ctx, "zeynep-demir", false))
		if opens(hers) {
			t.Error("the token of somebody who was shut out opens")
		}
		told, err := db.One(ctx, a.DB.Read(ctx), db.Value[int], `SELECT count(*) FROM journal_entries WHERE tenant_id = $1 AND kind IN ('person.token_made', 'person.token_revoked')`, "manisa")
		if well(t, err); told != 5 { // clerk, manager, old and hers made; one revoked
			t.Errorf("the journal tells %d times", told)
		}
	})
}

func TestRefusalsAreProblemsInTheCallersLanguage(t *testing.T) {
	a, server := town(t, "")
	clerk := programOf(t, a, server, "zeynep-demir", "beyaz-masa-gorevli-1")
	c := client.Client{Base: server.URL, Token: clerk.token}
	for lang, want := range map[string]string{"tr": "Böyle bir alan yok.", "fa": "چنین فیلدی نیست.", "en": "There is no such field."} {
		got := clerk.call("POST", "/api/v1/requests", `{"subject":"YL01","description":"a","district":"turgutlu","colour":"red"}`, "Accept-Language", "de, "+lang+";q=0.8")
		if got.status != 422 || got.header.Get("Content-Type") != "application/problem+json" || !strings.Contains(string(got.body), want) || !strings.Contains(string(got.body), `"field":"colour"`) {
			t.Errorf("%s: %d %s", lang, got.status, got.body)
		}
		if len(got.header.Values("Set-Cookie")) != 0 {
			t.Error("a program is given a cookie")
		}
		c.Lang = lang
		_, err := c.OpenRequest(context.Background(), client.NewRequest{Subject: "XX99", District: "nowhere"})
		var p *client.Problem
		if !errors.As(err, &p) || len(p.Errors) != 3 {
			t.Errorf("the client was told %v", err)
		}
	}
	if _, err := c.GetRequest(context.Background(), "MNS-26-000099-A"); !client.Is(err, "requests.not_found") && !client.Is(err, "requests.number_mistyped") {
		t.Errorf("a request that is not there: %v", err)
	}
}
