package web

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
)

func flashed(text string) func(*http.Request) {
	return func(r *http.Request) {
		r.AddCookie(&http.Cookie{Name: flashCookie, Value: base64.RawURLEncoding.EncodeToString([]byte(text))})
	}
}

func TestWhatWasJustDoneIsSaidOnceOnTheNextPage(t *testing.T) {
	rt := house(t)
	done := call(rt, "POST", "/open", form("name", "Ayşe'nin <i>süzgeci</i>"))
	cookies := done.Result().Cookies()
	if done.Code != http.StatusSeeOther || len(cookies) != 1 || cookies[0].MaxAge > 120 {
		t.Fatalf("%d %v", done.Code, cookies)
	}
	next := call(rt, "GET", "/open", func(r *http.Request) { r.AddCookie(cookies[0]) })
	says(t, next, "Ayşe'nin <i>süzgeci</i> kaydedildi")
	keepsSilent(t, next, "<i>süzgeci</i>")
	if !strings.Contains(next.Body.String(), `"/undo"`) {
		t.Error("there is no way to take it back")
	}
	if gone := next.Result().Cookies(); len(gone) != 1 || gone[0].MaxAge >= 0 {
		t.Errorf("it would be said again: %v", gone)
	}
}

func TestAForgedSentenceSaysNothingOfItsOwn(t *testing.T) {
	rt := house(t)
	for name, text := range map[string]string{
		"no JSON":                  `{"k":`,
		"a key nobody has":         `{"k":"Your account is closed, call 0900"}`,
		"another shape":            `["test.saved"]`,
		"a way back elsewhere":     `{"k":"test.saved","a":["name","a"],"u":"https://evil.example/undo"}`,
		"elsewhere by two slashes": `{"k":"test.saved","a":["name","a"],"u":"//evil.example/undo"}`,
		"elsewhere by a backslash": `{"k":"test.saved","a":["name","a"],"u":"/\\evil.example/undo"}`,
		"elsewhere by a tab":       `{"k":"test.saved","a":["name","a"],"u":"/\t/evil.example/undo"}`,
		"a script":                 `{"k":"test.saved","a":["name","<script>alert(1)</script>"],"u":"javascript:alert(1)"}`,
		"odd arguments":            `{"k":"test.saved","a":["name"],"u":""}`,
		"arguments of other sorts": `{"k":"test.saved","a":[1,{"x":2},null]}`,
	} {
		t.Run(name, func(t *testing.T) {
			w := call(rt, "GET", "/open", flashed(text))
			if w.Code != http.StatusOK {
				t.Errorf("answered %d", w.Code)
			}
			keepsSilent(t, w, "0900", "evil.example", "<script>alert", "javascript:")
		})
	}
	if w := call(rt, "GET", "/open", header("Cookie", flashCookie+"=%%%")); w.Code != http.StatusOK {
		t.Errorf("answered %d", w.Code)
	}
}
