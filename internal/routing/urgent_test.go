package routing

import (
	"strings"
	"testing"
	"unicode/utf8"

	"mahalle/internal/city"
	"mahalle/internal/journal"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
)

// marked writes a text with its spans in brackets.
func marked(text string, spans []Span) string {
	var b strings.Builder
	at := 0
	for _, s := range spans {
		b.WriteString(text[at:s.From] + "[" + text[s.From:s.To] + "]")
		at = s.To
	}
	return b.String() + text[at:]
}

func TestWordsThatCannotWaitAreMarkedWhereTheyStand(t *testing.T) {
	b := newBell(packs()["manisa"].Alarms)
	for name, want := range map[string]string{
		"an ending":                       "Apartmanda [gaz kokusu] var, korkuyoruz.",
		"capitals":                        "ACİL! [GAZ KOKUSU] VAR",
		"capitals with the dot apart":     "Elektri\u0307k [kopmuş kabloya] dikkat",
		"İ before the place":              "İİİİİ [yangın var] İzmir'de",
		"no Turkish letters":              "direkten [kablo sarkiyor] lutfen",
		"two dangers":                     "[Duvar devrildi], [yaralı] var mı bilmiyoruz",
		"over a line end":                 "orada [elektrik\nçarptı]",
		"a word that only begins alike":   "yaralıyım demedim, kanalizasyon taştı",
		"Persian":                         "[بوی گاز] در راه‌پله",
		"Persian with a half-space":       "مادرم را [برق‌گرفتگی] برد",
		"the half-space typed as a space": "مادرم را [برق گرفتگی] برد",
		"the half-space lost":             "مادرم را [برقگرفتگی] برد",
		"Arabic letters":                  "[بوي گاز] شدید",
		"an English line":                 "There is a [gas leak] and a [live wire] here",
		"marks of direction":              "\u202b[بوی گاز]\u202c",
		"nothing":                         "Parkta bank kırık, çocuklar için tehlikeli olabilir.",
		"bytes that are no text":          "\xff[gaz kokusu]\xff",
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.NewReplacer("[", "", "]", "").Replace(want)
			if got := marked(text, b.find(text)); got != want {
				t.Errorf("got  %q\nwant %q", got, want)
			}
		})
	}
}

func TestTheWordsThatCannotWaitComeWithTheCity(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		s := New(d, journal.New())
		settle(t, d, s, entered(t, "tehran"), packs()["tehran"])
		settle(t, d, s, entered(t, "tehran"), packs()["tehran"]) // a pack read again replaces them
		if got := s.Urgent("tehran", "بوی گاز می‌آید"); len(got) != 1 || got[0].Code != "gas" || got[0].Name.FA == "" {
			t.Errorf("marked %v", got)
		}
	}, Schema)
}

func TestWhereDangersOverlapTheLongestIsMarked(t *testing.T) {
	b := newBell([]Alarm{
		{Code: "gas", Words: words("gaz")},
		{Code: "smell", Words: words("gaz kokusu", "kokusu var")},
	})
	spans := b.find("gaz kokusu var, gaz")
	if len(spans) != 2 || spans[0].Code != "smell" || spans[0].To != len("gaz kokusu") || spans[1].Code != "gas" {
		t.Errorf("spans %v", spans)
	}
}

func words(all ...string) (w struct{ TR, FA, EN []string }) {
	w.TR = all
	return w
}

func TestFewOrdinaryStoriesCryWolf(t *testing.T) {
	for _, name := range []string{"manisa", "tehran"} {
		p := packs()[name]
		b, loud := newBell(p.Alarms), 0
		for _, story := range p.Demo.Texts {
			if len(b.find(story.Text)) > 0 {
				loud++
			}
		}
		if share := float64(loud) / float64(len(p.Demo.Texts)); share > 0.2 || share < 0.02 {
			t.Errorf("%s: %.0f %% of all stories are marked", name, 100*share)
		}
	}
}

func FuzzUrgent(f *testing.F) {
	f.Add("Apartmanda gaz kokusu var, İİ\u0307 برق‌گرفتگی \xff")
	b := newBell(packs()["manisa"].Alarms)
	f.Fuzz(func(t *testing.T, text string) {
		at := 0
		for _, s := range b.find(text) {
			if s.From < at || s.To <= s.From || s.To > len(text) {
				t.Fatalf("%q: %v after %d", text, s, at)
			}
			if part := text[s.From:s.To]; utf8.ValidString(text) && !utf8.ValidString(part) {
				t.Errorf("%q cuts a letter", part)
			}
			at = s.To
		}
	})
}

func BenchmarkUrgent(b *testing.B) {
	bell := newBell(packs()["manisa"].Alarms)
	text := strings.Repeat("Her akşam sular gidiyor gece geliyor, kaldırım da bozuk, çöpler alınmadı, komşular da aynı durumda. ", 3)
	for b.Loop() {
		bell.find(text)
	}
}

func TestACityWithoutAlarmsMarksNothing(t *testing.T) {
	if got := New(nil, journal.New()).Urgent(city.Tenant("nowhere"), "gaz kokusu"); got != nil {
		t.Errorf("marked %v", got)
	}
}
