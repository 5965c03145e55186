package app_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"mahalle/internal/app"
	"mahalle/internal/doors"
	"mahalle/internal/doors/forward"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/mail/mailtest"
)

// wiredTown is a real city that may call this machine.
func wiredTown(t *testing.T, address string) (*app.App, *httptest.Server, *mailtest.Server) {
	t.Helper()
	post := &mailtest.Server{}
	if err := post.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = post.Close() })
	a, err := app.Open(context.Background(), app.Options{DB: address, Folder: t.TempDir(), Mail: post.URL("Manisa <cevap@manisa.example>"),
		URL: "http://manisa.example", Inside: "http://127.0.0.0/8:*"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	pack, err := app.PackOf("manisa", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.AddCity(context.Background(), pack, false); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(a.Router)
	t.Cleanup(server.Close)
	return a, server, post
}

// operator is at the machine, as many minutes later.
func operator(t *testing.T, a *app.App, later time.Duration) context.Context {
	return clock.With(access.AsSystem(cityOf(t, a)), time.Now().Add(later))
}

// connected gives a body of one city a door that leads to another system.
func connected(t *testing.T, a *app.App, unit string, to forward.Setting) {
	t.Helper()
	if to.Dialect == "" {
		to.Dialect = forward.Plain
	}
	if to.Photos == "" {
		to.Photos = forward.Multipart
	}
	if err := a.Forward.Connect(operator(t, a, 0), unit, to); err != nil {
		t.Fatal(err)
	}
}

// visited talks to a body once, that much later.
func visited(t *testing.T, a *app.App, unit string, later time.Duration) {
	t.Helper()
	if err := a.Forward.Visit(operator(t, a, later), unit); err != nil {
		t.Fatal(err)
	}
}

// invited makes a city's neighbour a partner and gives it a key.
func invited(t *testing.T, a *app.App) (key string) {
	t.Helper()
	ctx := operator(t, a, 0)
	one, err := a.Partners.Add(ctx, doors.Partner{Code: "komsu", Name: "Komşu", Rights: doors.Rights, PerMinute: 600})
	if err == nil {
		key, err = a.Partners.MakeKey(ctx, one.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// theirNumbers are the numbers of what came through Open311.
func relayed(t *testing.T, a *app.App) []string {
	t.Helper()
	ctx := cityOf(t, a)
	all, err := db.All(ctx, a.DB.Read(ctx), db.Value[string], `SELECT number FROM requests_requests WHERE tenant_id = $1 AND channel = 'partner'`, db.TenantFrom(ctx))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestTwoCitiesExchangeARequestBothWays(t *testing.T) {
	for _, dialect := range []forward.Dialect{forward.Plain, forward.FixMyStreet} {
		t.Run(string(dialect), func(t *testing.T) {
			dbtest.EveryURL(t, func(t *testing.T, address string) {
				there := ""
				dbtest.EveryURL(t, func(t *testing.T, other string) {
					if engineOf(other) == engineOf(address) {
						there = other
						exchanged(t, dialect, address, there)
					}
				})
			})
		})
	}
}

func engineOf(address string) string {
	engine, _, _ := strings.Cut(address, ":")
	return engine
}

func exchanged(t *testing.T, dialect forward.Dialect, here, there string) {
	a, atA, _ := wiredTown(t, here)
	b, atB, _ := wiredTown(t, there)
	connected(t, a, "elektrik", forward.Setting{URL: atB.URL + "/open311/discovery.json", Key: invited(t, b), Dialect: dialect})
	connected(t, b, "dogalgaz", forward.Setting{URL: atA.URL + "/open311/v2/", Key: invited(t, a), Dialect: dialect})
	oneWay(t, a, atA, b, "elektrik")
	oneWay(t, b, atB, a, "dogalgaz")
}

// oneWay hands a request of one city over to the other, which works on it.
func oneWay(t *testing.T, a *app.App, at *httptest.Server, b *app.App, unit string) {
	t.Helper()
	resident := come(t, at)
	number, secret := tellTheCity(resident, oneForm)
	workDone(t, a)
	given(t, a, number, unit)
	workDone(t, a)
	came := relayed(t, b)
	if len(came) != 1 {
		t.Fatalf("%d requests came over", len(came))
	}
	clerk := clerkOf(t, a, at)
	clerk.sees(clerk.get("/staff/requests/"+number+"?lang=tr", http.StatusOK), came[0])
	clerk.sees(clerk.get("/staff/requests/"+number+"?lang=tr", http.StatusOK), "Kurumun sistemine ulaştı")
	visited(t, a, unit, time.Minute)
	if len(relayed(t, b)) != 1 {
		t.Fatal("it was sent twice")
	}
	finishedBySomebody(t, b, came[0])
	for range 2 {
		visited(t, a, unit, 2*time.Minute)
	}
	if s := statusOf(t, a, number); s != "done" {
		t.Fatalf("they finished it, and here it is %s", s)
	}
	resident.get("/r/"+number+"/verify?k="+secret, http.StatusOK)
	resident.post("/r/"+number+"/verify", http.StatusOK, "answer", "yes", "face", "happy", "text", "", "k", secret)
	if s := statusOf(t, a, number); s != "closed" {
		t.Errorf("after the resident's yes it is %s", s)
	}
}
