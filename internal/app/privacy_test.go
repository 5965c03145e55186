package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"mahalle/internal/app"
	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/privacy"
	"mahalle/internal/requests"
)

// leyla is somebody who wants to be forgotten; what is found of her anywhere in
// the database is found by these words.
var leyla = requests.Contact{Name: "Leyla Çakırgil", Email: "Leyla.G@example.org", Phone: "+905321234567", Lang: city.Turkish}

var leylaIs = regexp.MustCompile(`(?i)leyla|çakırgil|cakirg|5321234567|532 123 45 67`)

// reported opens a request of somebody in the demonstration city.
func reported(t *testing.T, a *app.App, at time.Time, c requests.Contact, words string) requests.Opened {
	t.Helper()
	ctx := clock.With(cityOf(t, a), at)
	var o requests.Opened
	err := a.DB.Write(ctx, func(tx *db.Tx) (err error) {
		o, err = a.Requests.Open(ctx, tx, requests.Report{Kind: "request", Subject: "YL01", Description: words, Lang: "tr", Channel: "web",
			Place: city.Place{District: "turgutlu"}, Contact: c})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// closed finishes a request and lets the resident say yes.
func closed(t *testing.T, a *app.App, o requests.Opened, at time.Time, praise string) {
	t.Helper()
	desk := clock.With(atDesk(t, a), at)
	resident := clock.With(i18n.With(cityOf(t, a), a.Catalog.Locale(city.Turkish, time.UTC)), at.Add(time.Hour))
	err := a.DB.Write(desk, func(tx *db.Tx) error {
		if err := a.Requests.Finish(desk, tx, o.Number, requests.Finishing{Outcome: requests.Fixed, Text: "Sayın Leyla Çakırgil, çukur dolduruldu."}); err != nil {
			return err
		}
		return a.Requests.Confirm(resident, tx, o.Number, o.Secret, "happy", praise)
	})
	if err != nil {
		t.Fatal(err)
	}
	workDone(t, a)
}

// traces are the rows of the whole database in which the person stands.
func traces(t *testing.T, a *app.App) []string {
	t.Helper()
	q := a.DB.Read(cityOf(t, a))
	list := "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
	if q.Engine() == db.Postgres {
		list = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
	}
	tables, err := db.All(t.Context(), q, db.Value[string], list)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, table := range tables {
		rows, err := q.QueryContext(t.Context(), "SELECT * FROM "+table)
		if err != nil {
			t.Fatal(err)
		}
		names, _ := rows.Columns()
		for rows.Next() {
			row, at := make([]any, len(names)), make([]any, len(names))
			for i := range row {
				at[i] = &row[i]
			}
			if err := rows.Scan(at...); err != nil {
				t.Fatal(err)
			}
			var text bytes.Buffer
			for _, v := range row {
				fmt.Fprintf(&text, "%s ", v)
			}
			if leylaIs.Match(text.Bytes()) {
				found = append(found, table+": "+text.String())
			}
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		_ = rows.Close()
	}
	return found
}

var yesterday = time.Now().Add(-24 * time.Hour).Truncate(time.Second)

func TestAPersonIsForgottenEverywhereAndTheCaseStays(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		a, server := town(t, address)
		mine := reported(t, a, yesterday, leyla, "Ben Leyla Çakırgil, çukur var, beni arayın 0532 123 45 67")
		closed(t, a, mine, yesterday.Add(time.Hour), "Leyla Çakırgil teşekkür eder")
		other := leyla
		other.Email, other.Phone = "leyla.g@EXAMPLE.org", ""
		open := reported(t, a, yesterday.Add(2*time.Hour), other, "Lamba yanmıyor")
		theirs := reported(t, a, yesterday, requests.Contact{Email: "komsu@example.org", Lang: "tr"}, "Kaldırım bozuk")
		ctx := clock.With(cityOf(t, a), yesterday.Add(3*time.Hour))
		if err := a.DB.Write(ctx, func(tx *db.Tx) error {
			_, err := a.Requests.JoinIn(ctx, tx, theirs.Number, leyla.Email, "browser")
			return err
		}); err != nil {
			t.Fatal(err)
		}
		workDone(t, a)

		admin := as(t, server, "admin")
		who := []string{"phone", "0532 123 45 67", "email", "LEYLA.G@example.org", "proof", "in_person", "number", mine.Number}
		page, _ := admin.post("/staff/personal-data/find?lang=tr", http.StatusOK, who...)
		admin.sees(page, mine.Number)
		admin.sees(page, open.Number)
		var copied struct {
			Things []struct{ Place, Text string }
		}
		body, _ := admin.post("/staff/personal-data/copy", http.StatusOK, append(who, "as", "json")...)
		if err := json.Unmarshal([]byte(body), &copied); err != nil {
			t.Fatal(err)
		}
		places := map[string]int{}
		for _, c := range copied.Things {
			places[c.Place]++
		}
		if places["contact"] != 2 || places["said"] != 1 || places["joined"] != 1 || places["letter_out"] < 2 {
			t.Errorf("the copy holds %v", places)
		}
		admin.sees(admin.again("/staff/personal-data/copy?lang=fa", who...), "Leyla Çakırgil")

		admin.post("/staff/personal-data/erase", http.StatusUnprocessableEntity, who...)
		page, _ = admin.post("/staff/personal-data/erase?lang=en", http.StatusOK, append(who, "sure", "on")...)
		admin.sees(page, "Record of the erasure")

		for _, row := range traces(t, a) {
			if !strings.Contains(row, string(open.ID)) && !strings.Contains(row, "leyla.g@EXAMPLE.org") {
				t.Errorf("still there: %s", row)
			}
		}
		admin.sees(admin.get("/staff/personal-data?lang=en", http.StatusOK), open.Number) // kept: it is open
		clerk := as(t, server, "clerk")
		page = clerk.get("/staff/requests/"+mine.Number+"?lang=tr", http.StatusOK)
		clerk.sees(page, "kişinin isteği üzerine silindi")
		if page := clerk.get("/staff/requests?q=leyla&lang=tr", http.StatusOK); strings.Contains(page, mine.Number) {
			t.Error("the search still finds her")
		}
		come(t, server).get("/r/"+mine.Number+"/verify?k="+mine.Secret, http.StatusForbidden)

		// Once the open one is answered, it is forgotten by itself.
		closed(t, a, open, time.Now().Add(time.Hour), "")
		if err := a.Privacy.KeepNoLonger(access.AsSystem(cityOf(t, a))); err != nil {
			t.Fatal(err)
		}
		for _, row := range traces(t, a) {
			if !strings.Contains(row, "Sayın •••") {
				t.Errorf("still there in the end: %s", row)
			}
		}
	})
}

// again posts a form and gives the page alone.
func (v *visitor) again(path string, pairs ...string) string {
	v.t.Helper()
	page, _ := v.post(path, http.StatusOK, pairs...)
	return page
}

func TestWhatTheLawKeepsStaysUntilItsReasonIsOver(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		a, server := town(t, address)
		mine := reported(t, a, yesterday, leyla, "Leyla Çakırgil, çukur")
		closed(t, a, mine, yesterday.Add(time.Hour), "")
		admin := as(t, server, "admin")
		admin.post("/staff/personal-data/erase", http.StatusOK, "phone", "05321234567", "proof", "signature", "sure", "on", "choice_"+string(mine.ID), "claim")
		if len(traces(t, a)) == 0 {
			t.Fatal("what a court may ask for was erased")
		}
		as(t, server, "clerk").sees(as(t, server, "clerk").get("/staff/requests/"+mine.Number+"?lang=tr", http.StatusOK), "hak arama veya dava")
		if err := a.Privacy.KeepNoLonger(clock.With(access.AsSystem(cityOf(t, a)), time.Now().AddDate(5, 0, 0))); err != nil || len(traces(t, a)) == 0 {
			t.Fatalf("time went over a reason of law (%v)", err)
		}
		admin.post("/staff/personal-data/kept/"+string(mine.ID)+"/release", http.StatusOK)
		if left := traces(t, a); len(left) > 0 {
			t.Errorf("the reason is over: %q", left)
		}
		as(t, server, "officer").post("/staff/personal-data/find", http.StatusForbidden, "phone", "05321234567", "proof", "signature")
	})
}

func TestWhoAskedIsForgottenAfterTheCitysOwnTime(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		a, _ := town(t, address)
		mine := reported(t, a, yesterday, leyla, "Ben Leyla Çakırgil: çukur var")
		closed(t, a, mine, yesterday.Add(time.Hour), "")
		after := func(days int) context.Context {
			return clock.With(access.AsSystem(cityOf(t, a)), yesterday.AddDate(0, 0, days))
		}
		if err := a.Privacy.KeepNoLonger(after(729)); err != nil || len(traces(t, a)) == 0 {
			t.Fatalf("forgotten too soon: %v", err)
		}
		if err := a.Privacy.KeepNoLonger(after(732)); err != nil {
			t.Fatal(err)
		}
		if left := traces(t, a); len(left) > 0 {
			t.Errorf("kept too long: %q", left)
		}
		ctx := cityOf(t, a)
		words, err := db.One(ctx, a.DB.Read(ctx), db.Value[string], `SELECT description FROM requests_requests WHERE tenant_id = $1 AND id = $2`, db.TenantFrom(ctx), mine.ID)
		if err != nil || words != "Ben •••: çukur var" {
			t.Errorf("of the words stays %q, %v", words, err)
		}
	})
}

// An older database is brought back beside the book: whoever was forgotten after
// it was made is forgotten again before anybody is served.
func TestABackupBringsNobodyBackWhoWasForgotten(t *testing.T) {
	folder := t.TempDir()
	address := "sqlite:" + filepath.Join(folder, "mahalle.db")
	begin := func() *app.App {
		a, err := app.Open(t.Context(), app.Options{DB: address, Folder: folder})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	a := begin()
	pack, err := app.PackOf("manisa", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.AddCity(t.Context(), pack, true); err != nil {
		t.Fatal(err)
	}
	mine := reported(t, a, yesterday, leyla, "Leyla Çakırgil, çukur")
	closed(t, a, mine, yesterday.Add(time.Hour), "")
	old := filepath.Join(t.TempDir(), "old.db")
	if err := db.CopySQLite(t.Context(), filepath.Join(folder, "mahalle.db"), old); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(a.Router)
	as(t, server, "admin").post("/staff/personal-data/erase", http.StatusOK, "email", "leyla.g@example.org", "proof", "in_person", "sure", "on")
	reported(t, a, time.Now().Add(time.Hour), leyla, "Yeni bir çukur") // she asks again: that is not meant
	server.Close()
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	book, err := os.ReadFile(filepath.Join(folder, privacy.BookName))
	if err != nil || leylaIs.Match(book) {
		t.Fatalf("the book says who it was: %s, %v", book, err)
	}
	for _, end := range []string{"", "-wal", "-shm"} {
		_ = os.Remove(filepath.Join(folder, "mahalle.db"+end))
	}
	if err := os.Rename(old, filepath.Join(folder, "mahalle.db")); err != nil {
		t.Fatal(err)
	}
	a = begin()
	defer func() { _ = a.Close() }()
	if left := traces(t, a); len(left) > 0 {
		t.Errorf("the backup brought her back: %q", left)
	}
}
