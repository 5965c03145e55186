package app_test

import (
	"html"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/requests"
)

// figureTo is a figure that leads to rows whose address has some words, with the
// number it shows.
func figureTo(t *testing.T, body string, words ...string) (address string, n int) {
	t.Helper()
	for _, part := range strings.Split(body, `href="`)[1:] {
		at, rest, _ := strings.Cut(part, `"`)
		at = html.UnescapeString(at)
		fits := strings.HasPrefix(at, "/staff/requests?")
		for _, w := range words {
			fits = fits && strings.Contains(at, w)
		}
		if !fits {
			continue
		}
		shown, _, _ := strings.Cut(rest, "</a>")
		if found := digits.FindString(tags.ReplaceAllString(shown[strings.Index(shown, ">")+1:], " ")); found != "" {
			n, _ = strconv.Atoi(found)
		}
		return at, n
	}
	t.Fatalf("no figure leads to %v", words)
	return "", 0
}

var (
	tags   = regexp.MustCompile(`<[^>]*>`)
	digits = regexp.MustCompile(`\d+`)
	rowIn  = regexp.MustCompile(`"number":"`)
)

// A figure of an inspector or of a chief and the rows to which it leads agree.
func TestAFigureAndItsRowsAgree(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		a, server := town(t, address)
		desk, s := theDesk(t, a), a.Requests
		now := clock.Now(desk)
		days := func(n int) time.Time { return now.Add(time.Duration(n) * 24 * time.Hour) }
		for _, one := range []struct {
			opened, done int // days ago
			said         requests.Confirmed
			face         requests.Face
		}{
			{opened: 3, done: 3}, {opened: 25, done: 2}, {opened: 80, done: 20}, {opened: 90, done: 45}, // one in time, two late of late, one late long ago
			{opened: 60, done: 10, said: requests.No, face: "sad"}, {opened: 5, done: 5, said: requests.Yes, face: "happy"}, {opened: 90, done: 50, said: requests.Yes},
			{opened: 70, done: 33, said: requests.NoAnswer}, {opened: 90, done: 60, said: requests.NoAnswer},
		} {
			var o requests.Opened
			opened := clock.With(desk, days(-one.opened))
			done(t, a, opened, func(tx *db.Tx) (err error) {
				o, err = s.Open(opened, tx, requests.Report{Kind: "complaint", Subject: "YL01", Description: "Çukur", Lang: "tr", Channel: "web", Place: city.Place{District: "turgutlu"}})
				return err
			})
			ended := clock.With(desk, days(-one.done))
			done(t, a, ended, func(tx *db.Tx) error {
				return s.Finish(ended, tx, o.Number, requests.Finishing{Outcome: requests.Fixed, Text: "Bitti"})
			})
			spoke := clock.With(desk, days(-one.done+1))
			done(t, a, spoke, func(tx *db.Tx) error {
				switch one.said {
				case requests.Yes:
					return s.Confirm(spoke, tx, o.Number, o.Secret, one.face, "")
				case requests.No:
					return s.Object(spoke, tx, o.Number, o.Secret, one.face, "Hâlâ çukur")
				case requests.NoAnswer:
					closing := clock.With(desk, days(-one.done+20))
					return s.CloseOne(closing, tx, o.Number)
				}
				return nil
			})
		}
		inspector, chief := as(t, server, "inspector"), as(t, server, "chief")
		page := inspector.get("/staff?lang=en", http.StatusOK)
		for words, want := range map[string]int{"kept=no": 3, "confirmed=none": 1, "confirmed=no": 1} {
			at, n := figureTo(t, page, words+"&")
			if n != want {
				t.Errorf("the figure of %s is %d, want %d", words, n, want)
			}
			if got := len(rowIn.FindAllString(inspector.get(strings.Replace(at, "/staff/requests?", "/staff/requests.json?", 1), http.StatusOK), -1)); got != n {
				t.Errorf("%s has %d rows, its figure is %d", at, got, n)
			}
		}
		at, _ := figureTo(t, chief.get("/staff/districts?lang=en", http.StatusOK), "confirmed=no&", "said=")
		if got := len(rowIn.FindAllString(chief.get(strings.Replace(at, "/staff/requests?", "/staff/requests.json?", 1), http.StatusOK), -1)); got != 1 {
			t.Errorf("a chief reads %d denials", got)
		}
	})
}
