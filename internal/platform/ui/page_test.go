package ui

import (
	"bytes"
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"mahalle/internal/city"
)

func frameFor(t *testing.T, lang city.Lang) Frame {
	return Frame{
		Locale: words(t, lang), CityName: "Manisa Büyükşehir Belediyesi", Demo: true, DemoHref: "/demo", Path: "/desk/inbox?tab=late&lang=en",
		Now:       time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC),
		PublicNav: []NavItem{{Label: "Harita", Href: "/map"}},
		Nav:       []NavGroup{{Label: "Çalışma", Items: []NavItem{{Label: "Masa", Href: "/desk"}, {Label: "Gelen işler", Href: "/desk/inbox", Icon: "inbox", Count: 3, Hot: true}}}},
		Who:       &Who{Name: "Elif Aydın", Post: "Birim sorumlusu", Unit: "Yol Bakım", SignOut: "/out"},
		Flash:     &Flash{Text: "Sevk edildi.", Undo: "/undo"},
		Foot:      []Link{{Label: "Erişilebilirlik", Href: "/a11y"}, {Label: "Alo 153"}},
	}
}

func render(t *testing.T, f Frame, c templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(WithFrame(context.Background(), f), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestEveryPartSpeaksEveryLanguage(t *testing.T) {
	for _, lang := range city.Langs {
		t.Run(string(lang), func(t *testing.T) {
			html := render(t, frameFor(t, lang), Styleguide())
			for _, bad := range []string{"⟦", "%!", "<nil>", "0001-01-01"} {
				if strings.Contains(html, bad) {
					t.Errorf("the page shows %q: %s", bad, around(html, bad))
				}
			}
			if want := `<html lang="` + string(lang) + `" dir="`; !strings.Contains(html, want) {
				t.Errorf("the page does not begin with %s", want)
			}
		})
	}
}

func around(s, part string) string {
	i := strings.Index(s, part)
	return s[max(0, i-60):min(len(s), i+80)]
}

// No style and no script stand inside a page, so the strictest policy holds.
func TestPagesKeepTheStrictestPolicy(t *testing.T) {
	inside := regexp.MustCompile(`\sstyle="|<style|<script(>|\s[^>]*>[^<])|\son[a-z]+="|javascript:`)
	for name, page := range map[string]templ.Component{
		"public": Public("x"), "with a band": PublicBand("x", BandHead("MNS-26-004698-P", "x", "y")), "staff": Staff("x"),
		"bare": Bare("x"), "crew": Crew("x"), "wall": Wall("x"), "style guide": Styleguide(),
	} {
		html := render(t, frameFor(t, city.Turkish), page)
		if m := inside.FindString(html); m != "" {
			t.Errorf("%s page has %q inside", name, m)
		}
	}
}

func TestIDsOnAPageAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range regexp.MustCompile(`\sid="([^"]+)"`).FindAllStringSubmatch(render(t, frameFor(t, city.English), Styleguide()), -1) {
		if seen[m[1]] {
			t.Errorf("two parts are called %q", m[1])
		}
		seen[m[1]] = true
	}
}

func TestAHostileNameStaysText(t *testing.T) {
	f := frameFor(t, city.Turkish)
	f.Who.Name, f.CityName, f.Flash.Text = `<script>x</script>`, `"><img src=x onerror=y>`, `<b>z`
	html := render(t, f, Staff(`</title><script>`))
	for _, bad := range []string{"<script>x", "<img src=x", "<b>z", "</title><script>"} {
		if strings.Contains(html, bad) {
			t.Errorf("the page runs what somebody called themselves: %s", around(html, bad))
		}
	}
}

func TestTheLanguageLinkKeepsThePage(t *testing.T) {
	for name, tt := range map[string]struct{ path, want string }{
		"a list with its filter":     {"/desk/inbox?tab=late&q=yol", "/desk/inbox?lang=fa&q=yol&tab=late"},
		"a language already chosen":  {"/track?lang=en", "/track?lang=fa"},
		"nobody said where we are":   {"", "?lang=fa"},
		"somebody else's house":      {"//evil.example/x", "/x?lang=fa"},
		"an address with Persian in": {"/%D9%86%D9%82%D8%B4%D9%87", "/%D9%86%D9%82%D8%B4%D9%87?lang=fa"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := (Frame{Path: tt.path}).langHref(city.Persian); got != tt.want {
				t.Errorf("it leads to %q, want %q", got, tt.want)
			}
		})
	}
}

func TestTheSideShowsWhereOneIs(t *testing.T) {
	f := frameFor(t, city.Turkish)
	desk, inbox := f.Nav[0].Items[0], f.Nav[0].Items[1]
	for path, want := range map[string][2]bool{
		"/desk": {true, false}, "/desk/inbox?q=x": {false, true}, "/desk/inbox/7": {false, true},
		"/desk/other": {true, false}, "/desktop": {false, false},
	} {
		f.Path = path
		if got := [2]bool{f.here(desk), f.here(inbox)}; got != want {
			t.Errorf("at %s: desk and inbox are %v, want %v", path, got, want)
		}
	}
}
