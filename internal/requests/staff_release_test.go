package requests

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

func TestWhatWasTakenByMistakeIsPutDownWithOneKey(t *testing.T) {
	atWork(t, func(b *street) {
		o, at := b.told()
		b.done(b.post(at+"/take", typed("back", "list", "list", "view=open")), "/staff/requests")
		b.is(o.Number, Working)
		back := b.post(at+"/release?back=list&list=view%3Dopen", url.Values{})
		b.done(back, "/staff/requests?view=open")
		if r := b.is(o.Number, New); r.Person != "" {
			b.Errorf("it is still on %s", r.Person)
		}
		b.wants(b.get(at), http.StatusOK, "başvuruyu bıraktı")
		b.wants(b.get("/r/"+o.Number), http.StatusOK, "Şu anda üzerinde çalışan yok.")
		if again := b.post(at+"/release", url.Values{}); again.Code == http.StatusSeeOther {
			b.Error("what nobody is on was put down")
		}
	})
}

func TestNobodyPutsDownWhatIsOnAColleague(t *testing.T) {
	atWork(t, func(b *street) {
		o, at := b.told()
		b.done(b.post(at+"/take", typed()), at)
		b.actor = clerk()
		if p := b.post(at+"/release", url.Values{}); p.Code == http.StatusSeeOther {
			b.Error("a colleague's work was put down")
		}
		b.is(o.Number, Working)
	})
}

func TestASearchGoesOnPageByPage(t *testing.T) {
	atWork(t, func(b *street) {
		for range rowsPerPage + 3 {
			b.told()
		}
		b.actor = clerk()
		first := b.get("/staff/requests?q=kavsak")
		next := hrefOf(first.body, "after=")
		if got := rows(first.body); len(got) != rowsPerPage || next == "" {
			b.Fatalf("%d rows, and on to %q", len(got), next)
		}
		second := rows(b.get(next).body)
		if len(second) != 3 {
			b.Fatalf("%d rows on the second page", len(second))
		}
		if seen := fmt.Sprint(rows(first.body)); strings.Contains(seen, second[0]) {
			b.Error("a row stands on both pages")
		}
	})
}

// hrefOf is the address of the first link whose address has a word.
func hrefOf(body, word string) string {
	for _, part := range strings.Split(body, `href="`)[1:] {
		if href, _, _ := strings.Cut(part, `"`); strings.Contains(href, word) {
			return strings.ReplaceAll(href, "&amp;", "&")
		}
	}
	return ""
}

// Two clerks open the same page and both press the button: the second is told who
// has it and since when, on the page and as a program reads it.
func TestWhoComesSecondReadsWhoTookItAndWhen(t *testing.T) {
	atWork(t, func(b *street) {
		o, at := b.told()
		b.get(at)
		b.done(b.post(at+"/take", typed("had", "")), at)
		colleague := staffOf("yol")
		colleague.Person = "a-colleague"
		b.actor = colleague
		page := b.post(at+"/take", typed("had", ""))
		b.wants(page, http.StatusConflict, "Kişi person-of-yol", "23 Kasım")
		if r := b.is(o.Number, Working); r.Person != "person-of-yol" {
			b.Errorf("it is on %s", r.Person)
		}
		asked := httptest.NewRequest(http.MethodPost, at+"/take", strings.NewReader(typed("had", "").Encode()))
		asked.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		asked.Header.Set("Accept", "application/json")
		told := b.do(asked)
		b.wants(told, http.StatusConflict, "Kişi person-of-yol", "23 Kasım")
		if !strings.HasPrefix(strings.TrimSpace(told.body), "{") {
			b.Errorf("a program reads %s", head(told.body))
		}
	})
}
