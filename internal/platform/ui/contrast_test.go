package ui

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// tokens reads the colours of a theme as a page gets them: day first, then what
// the theme changes.
func tokens(t *testing.T, theme string) map[string]string {
	t.Helper()
	css, err := os.ReadFile("assets/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]string{}
	heads := []string{":root, [data-theme] {\n  color-scheme"}
	switch theme {
	case "dark":
		heads = append(heads, "@variant night {")
	case "sun":
		heads = append(heads, `[data-theme="sun"] {`)
	}
	for _, head := range heads {
		_, block, found := strings.Cut(string(css), head)
		if !found {
			t.Fatalf("tokens.css has no %q", head)
		}
		block, _, _ = strings.Cut(block, "}")
		for _, m := range regexp.MustCompile(`--([a-z0-9-]+):\s*([^;]+);`).FindAllStringSubmatch(block, -1) {
			values[m[1]] = m[2]
		}
	}
	return values
}

// luminance of a token, after WCAG 2.
func luminance(t *testing.T, values map[string]string, name string) float64 {
	t.Helper()
	v := values[name]
	for strings.HasPrefix(v, "var(--") {
		v = values[strings.TrimSuffix(strings.TrimPrefix(v, "var(--"), ")")]
	}
	n, err := strconv.ParseUint(strings.TrimPrefix(v, "#"), 16, 32)
	if err != nil || len(v) != 7 {
		t.Fatalf("--%s is %q, not a colour", name, v)
	}
	part := func(shift uint) float64 {
		c := float64(n>>shift&255) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*part(16) + 0.7152*part(8) + 0.0722*part(0)
}

func contrast(t *testing.T, values map[string]string, ink, ground string) float64 {
	a, b := luminance(t, values, ink), luminance(t, values, ground)
	return (max(a, b) + .05) / (min(a, b) + .05)
}

// wordPairs are inks with the grounds they stand on.
func wordPairs() [][2]string {
	var pairs [][2]string
	add := func(inks, grounds string) {
		for _, ink := range strings.Fields(inks) {
			for _, ground := range strings.Fields(grounds) {
				pairs = append(pairs, [2]string{ink, ground})
			}
		}
	}
	add("ink ink-2 ink-3", "paper surface sunk raise act-wash")
	add("ink ink-2", "act-tint voice-tint")
	add("act", "paper surface act-wash act-tint raise")
	add("act-ink", "act act-hover")
	add("voice", "paper surface voice-tint")
	add("voice-ink", "voice voice-hover")
	add("band-ink band-ink-2", "band band-2")
	add("late-ink", "late-mark")
	add("seq-ink", "seq-1 seq-2 seq-3 map-other map-land")
	add("seq-ink-deep", "seq-4 seq-5")
	for _, tone := range Tones {
		add(string(tone), string(tone)+"-tint surface paper act-wash act-tint")
	}
	return pairs
}

func TestWordsCanBeRead(t *testing.T) {
	for theme, least := range map[string]float64{"light": 4.5, "dark": 4.5, "sun": 7} {
		values := tokens(t, theme)
		for _, pair := range wordPairs() {
			if theme == "sun" && strings.HasPrefix(pair[0], "seq-") {
				continue // maps are not for the field; they keep 4.5 below
			}
			if got := contrast(t, values, pair[0], pair[1]); got < least {
				t.Errorf("%s: --%s on --%s is %.2f:1, needs %.1f:1", theme, pair[0], pair[1], got, least)
			}
		}
	}
}

func TestShapesCanBeSeen(t *testing.T) {
	for _, theme := range []string{"light", "dark", "sun"} {
		values := tokens(t, theme)
		pairs := [][2]string{{"line-strong", "surface"}, {"line-strong", "paper"}, {"focus", "surface"}, {"focus", "paper"}, {"band-focus", "band"}, {"voice-mark", "surface"}, {"ink", "surface"}}
		for _, tone := range Tones {
			pairs = append(pairs, [2]string{string(tone) + "-mark", "surface"})
		}
		for _, pair := range pairs {
			if got := contrast(t, values, pair[0], pair[1]); got < 3 {
				t.Errorf("%s: --%s on --%s is %.2f:1, needs 3:1", theme, pair[0], pair[1], got)
			}
		}
	}
}
