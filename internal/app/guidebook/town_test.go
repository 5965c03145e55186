package guidebook

import (
	"context"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"mahalle/internal/app"
)

// town is a demonstration city as a guide shows it, in the guide's language.
type town struct {
	t    *testing.T
	lang string
	base string
	// What the pictures need beside the invented year.
	open, done, doneKey, disputed string
}

// setting is what differs between the two cities.
var setting = map[string]struct {
	city, district string
	handOver       string // to the unit whose officer the demonstration knows; empty: it has the street anyway
	where          string // as a caller says it
	words          [5]string
}{
	"tr": {"manisa", "turgutlu", "yol-bakim", "altay mah, okulun önü", [5]string{"Okul yolunda derin bir çukur açıldı, çocuklar düşüyor.",
		"Durağın önündeki çukur yağmurda görünmüyor.", "Pazar yerinin girişinde asfalt çöktü.", "Çukur dolduruldu, yol kenarı düzeltildi.",
		"Ekibimiz yeri bugün inceledi; bu yol 2027 asfalt programındadır. O güne kadar çukur doldurulup işaretlenecektir."}},
	"en": {"manisa", "turgutlu", "yol-bakim", "altay, by the school", [5]string{"A deep hole has opened on the way to school; children fall.",
		"The hole at the bus stop cannot be seen in the rain.", "The asphalt sank at the entrance of the market.", "The hole was filled and the edge of the road put right.",
		"Our crew looked at the place today; the road is in the asphalt programme of 2027. Until then the hole is filled and marked."}},
	"fa": {"tehran", "m14", "", "منطقهٔ ۱۴، روبه‌روی مدرسه", [5]string{"در راه مدرسه چالهٔ گودی باز شده است و بچه‌ها زمین می‌خورند.",
		"چالهٔ جلوی ایستگاه زیر باران دیده نمی‌شود.", "آسفالت ورودی بازار نشست کرده است.", "چاله پر و کنارهٔ معبر مرتب شد.",
		"اکیپ امروز محل را دید؛ این معبر در برنامهٔ آسفالت سال ۱۴۰۶ است. تا آن زمان چاله پر و نشانه‌گذاری می‌شود."}},
}

// opened is the city of a language with so many requests, and three of our own:
// one open, one finished, one with which a resident is not content.
func opened(t *testing.T, lang string, requests int) *town {
	t.Helper()
	a, err := app.Open(context.Background(), app.Options{Folder: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	demo := app.Demo{City: setting[lang].city, Requests: requests, Seed: 45, Progress: func(int, int) {}}
	if _, err := a.Demonstrate(context.Background(), demo); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(a.Router)
	t.Cleanup(server.Close)
	b := &town{t: t, lang: lang, base: server.URL}
	words := setting[lang].words
	b.open, _ = b.report(words[0])
	b.done, b.doneKey = b.report(words[1])
	var key string
	b.disputed, key = b.report(words[2])
	for _, number := range []string{b.done, b.disputed} {
		b.finish(number, words[3])
	}
	b.object(b.disputed, key, words[1])
	for *take != "" && a.Runner.Round(context.Background()) { // letters, figures, what became late
		continue
	}
	return b
}

// somebody is a visitor who has taken the place of a role; "" is a stranger.
func (b *town) somebody(role string) *http.Client {
	b.t.Helper()
	jar, _ := cookiejar.New(nil)
	who := &http.Client{Jar: jar}
	b.get(who, entrance(role, b.lang))
	return who
}

// entrance is the page by which a role comes in, in its language.
func entrance(role, lang string) string {
	if role == "" {
		return "/?lang=" + lang
	}
	return "/demo/as/" + role + "?lang=" + lang
}

// get reads a page, which must answer 200.
func (b *town) get(who *http.Client, page string) string {
	b.t.Helper()
	answer, err := who.Get(b.base + page)
	if err != nil {
		b.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, _ := io.ReadAll(answer.Body)
	if answer.StatusCode != http.StatusOK {
		b.t.Errorf("%s: %s answered %s", b.lang, page, answer.Status)
	}
	return string(body)
}

var hidden = regexp.MustCompile(`<input[^>]*type="hidden"[^>]*>`)
var attribute = regexp.MustCompile(`(name|value)="([^"]*)"`)

// send fills in the form of a page and sends it, with whatever the form carries
// unseen, and gives the address it leads to.
func (b *town) send(who *http.Client, page string, fields ...string) *url.URL {
	b.t.Helper()
	form := url.Values{}
	for _, input := range hidden.FindAllString(b.get(who, page), -1) {
		pair := map[string]string{}
		for _, m := range attribute.FindAllStringSubmatch(input, -1) {
			pair[m[1]] = html.UnescapeString(m[2])
		}
		form.Add(pair["name"], pair["value"]) // some names come more than once
	}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	path, _, _ := strings.Cut(page, "?")
	answer, err := who.PostForm(b.base+path, form)
	if err != nil {
		b.t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		b.t.Errorf("%s: sending %s answered %s", b.lang, page, answer.Status)
	}
	return answer.Request.URL
}

// number is the form of a tracking number.
var number = regexp.MustCompile(`[A-Z]{3}-[0-9]{2}-[0-9]{6}-[A-Z]`)

// report makes a request as a resident does and gives its number and the key of
// the resident's own link.
func (b *town) report(words string) (string, string) {
	b.t.Helper()
	district := setting[b.lang].district
	to := b.send(b.somebody(""), "/report?subject=YL01&district="+district+"&step=tell",
		"description", words, "email", "sakin@example.org", "public", "1", "subject", "YL01", "district", district)
	found := number.FindString(to.Path)
	if found == "" {
		b.t.Fatalf("%s: reporting led to %s", b.lang, to)
	}
	if unit := setting[b.lang].handOver; unit != "" {
		b.send(b.somebody("clerk"), "/staff/requests/"+found+"/handover", "unit", unit, "text", words)
		b.send(b.somebody("officer"), "/staff/requests/"+found+"/accept")
	}
	return found, to.Query().Get("k")
}

// finish does the officer's part: take, then finish.
func (b *town) finish(number, words string) {
	b.t.Helper()
	officer := b.somebody("officer")
	b.send(officer, "/staff/requests/"+number+"/take")
	b.send(officer, "/staff/requests/"+number+"/finish", "outcome", "fixed", "text", words)
}

// object is the resident's no.
func (b *town) object(number, key, words string) {
	b.t.Helper()
	b.send(b.somebody(""), "/r/"+number+"/verify?k="+key, "k", key, "answer", "no", "face", "sad", "text", words)
}

// first is the first request in a list, as somebody sees it.
func (b *town) first(role, list string) string {
	b.t.Helper()
	found := number.FindString(b.get(b.somebody(role), list))
	if found == "" {
		b.t.Errorf("%s: %s is empty for the %s", b.lang, list, role)
	}
	return found
}
