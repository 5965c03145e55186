package app_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"mahalle/internal/app"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/mail/mailtest"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/requests"
)

// realTown is a Manisa in which nobody is invented and letters really go out.
func realTown(t *testing.T, address string) (*app.App, *httptest.Server, *mailtest.Server) {
	t.Helper()
	post := &mailtest.Server{}
	if err := post.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = post.Close() })
	a, err := app.Open(context.Background(), app.Options{DB: address, Folder: t.TempDir(), Mail: post.URL("Manisa <cevap@manisa.example>"), URL: "http://manisa.example"})
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

// workDone lets the runner do what waits and what that leads to: news first, then
// the letters about it.
func workDone(t *testing.T, a *app.App) {
	t.Helper()
	for range 5 {
		a.Runner.Round(t.Context())
	}
}

var linkInLetter = regexp.MustCompile(`http://manisa\.example(/r/[^\s<>"]+)`)

// linkIn is the first address of ours in the newest letter whose subject has the
// words.
func linkIn(t *testing.T, post *mailtest.Server, words string) string {
	t.Helper()
	all := post.Letters()
	for i := len(all) - 1; i >= 0; i-- {
		if strings.Contains(all[i].Subject, words) {
			if found := linkInLetter.FindStringSubmatch(all[i].Text); found != nil {
				return found[1]
			}
			t.Fatalf("the letter carries no link: %s", all[i].Text)
		}
	}
	t.Fatalf("no letter says %q; %d came", words, len(all))
	return ""
}

func TestTheLinkInALetterIsTheResidentsOwn(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		a, server, post := realTown(t, address)
		number, secret := tellTheCity(come(t, server), oneForm)
		workDone(t, a)
		link := linkIn(t, post, number)
		if u, _ := url.Parse(link); u.Query().Get("k") != secret {
			t.Errorf("the letter's key %q is not the one the resident was given, %q", u.Query().Get("k"), secret)
		}

		finishedBySomebody(t, a, number)
		workDone(t, a)
		elsewhere := come(t, server) // another browser: nothing but the letter in hand
		elsewhere.get(linkIn(t, post, number), http.StatusOK)
		elsewhere.post("/r/"+number+"/verify", http.StatusOK, "answer", "yes", "face", "happy", "text", "")
		elsewhere.sees(elsewhere.get("/r/"+number+"?lang=tr", http.StatusOK), "Vatandaş onayladı")
	})
}

func TestWhoHasTheSameProblemIsToldAndHoldsNoKey(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		a, server, post := realTown(t, address)
		number, secret := tellTheCity(come(t, server), oneForm)
		neighbour := come(t, server)
		neighbour.post("/r/"+number+"/join?lang=en", http.StatusOK, "email", "neighbour@example.org")
		come(t, server).post("/r/"+number+"/join", http.StatusOK, "email", "neighbour@example.org") // from another browser
		workDone(t, a)
		post.Forget()
		finishedBySomebody(t, a, number)
		workDone(t, a)
		told := map[string]int{}
		for _, l := range post.Letters() {
			told[l.To[0]]++
			if l.To[0] == "neighbour@example.org" {
				neighbour.sees(l.Text, "you have the same problem")
				if strings.Contains(l.Text, secret) || strings.Contains(string(l.Raw), "k=") {
					t.Errorf("the neighbour's letter carries the key of whoever asked: %s", l.Text)
				}
			}
		}
		if told["sakin@example.org"] != 1 || told["neighbour@example.org"] != 1 || len(told) != 2 {
			t.Errorf("letters went to %v", told)
		}
	})
}

func cityOf(t *testing.T, a *app.App) context.Context {
	t.Helper()
	all := a.Cities.All()
	if len(all) != 1 {
		t.Fatalf("%d cities", len(all))
	}
	return tenant.Enter(t.Context(), all[0])
}

// finishedBySomebody is the desk, which may work on everything.
func finishedBySomebody(t *testing.T, a *app.App, number string) {
	t.Helper()
	desk := access.Actor{Kind: access.Staff, Permissions: map[access.Permission]bool{
		requests.CanView: true, requests.CanTake: true, requests.CanFinish: true, requests.SeesCity: true}}
	ctx := access.With(cityOf(t, a), desk)
	err := a.DB.Write(ctx, func(tx *db.Tx) error {
		return a.Requests.Finish(ctx, tx, number, requests.Finishing{Outcome: requests.Fixed, Text: "Çukur dolduruldu."})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestACopyOfTheDatabaseOpensNobodysPage(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		a, server, _ := realTown(t, address)
		_, secret := tellTheCity(come(t, server), oneForm)
		workDone(t, a)
		ctx := cityOf(t, a)
		for _, table := range []string{"requests_requests", "messages_letters", "messages_addresses", "once_answers", "journal_entries", "jobs_jobs"} {
			if holds(t, ctx, a, table, secret) {
				t.Errorf("%s holds the key of a resident's own link", table)
			}
		}
	})
}

// holds reports whether any column of any row of a table has the words in it.
func holds(t *testing.T, ctx context.Context, a *app.App, table, words string) bool {
	t.Helper()
	rows, err := a.DB.Read(ctx).QueryContext(ctx, `SELECT * FROM `+table)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		cells := make([]any, len(columns))
		for i := range cells {
			cells[i] = new(any)
		}
		if err := rows.Scan(cells...); err != nil {
			t.Fatal(err)
		}
		for _, c := range cells {
			switch v := (*c.(*any)).(type) {
			case string:
				if strings.Contains(v, words) {
					return true
				}
			case []byte:
				if strings.Contains(string(v), words) {
					return true
				}
			}
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return false
}
