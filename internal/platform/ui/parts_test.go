package ui

import (
	"slices"
	"strings"
	"testing"

	"mahalle/internal/city"
)

func TestTheConstantPartOfANumberIsQuiet(t *testing.T) {
	for number, want := range map[string][2]string{
		"MNS-26-004698-P": {"MNS-26-", "004698-P"}, "THR-05-018274-K": {"THR-05-", "018274-K"},
		"İE-26-1187-P": {"İE-26-", "1187-P"}, "K-2026/10-14": {"", "K-2026/10-14"}, "": {},
	} {
		if quiet, strong := splitNumber(number); quiet != want[0] || strong != want[1] {
			t.Errorf("%s parts into %q and %q, want %q", number, quiet, strong, want)
		}
	}
}

func TestNamesInASentenceAreBoldOnce(t *testing.T) {
	got := boldParts("Elif Aydın, Elif Aydın adına yazdı: Yol Bakım", []string{"Yol Bakım", "Elif Aydın", ""})
	want := []boldPart{{"Elif Aydın", true}, {", Elif Aydın adına yazdı: ", false}, {"Yol Bakım", true}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestAPhoneIsDialledInAnyDigits(t *testing.T) {
	for shown, want := range map[string]string{"0532 616 41 18": "05326164118", "+۹۸ ۹۱۲ ۱۲۳": "+98912123"} {
		if got := dialled(shown); got != want {
			t.Errorf("%s dials %s, want %s", shown, got, want)
		}
	}
}

func TestAFieldTiesItsHintAndError(t *testing.T) {
	html := render(t, frameFor(t, city.Turkish), TextField(Field{Name: "where", Label: "Nerede?", Hint: "Sokak", Error: "Yeri yazın", Value: `"x"`}))
	for _, want := range []string{`for="f-where"`, `aria-describedby="h-where e-where"`, `aria-invalid="true"`, `id="h-where"`, `id="e-where"`, `value="&#34;x&#34;"`} {
		if !strings.Contains(html, want) {
			t.Errorf("the field lacks %s", want)
		}
	}
}

func TestWhatWasChosenStaysChosen(t *testing.T) {
	options := []Option{{Value: "a", Label: "A", Group: "1"}, {Value: "b", Label: "B", Group: "2"}}
	html := render(t, frameFor(t, city.Turkish), SelectField(Field{Name: "x", Value: "b"}, options))
	if !strings.Contains(html, `value="b" selected`) || strings.Contains(html, `value="a" selected`) || strings.Count(html, "<optgroup") != 2 {
		t.Error(html)
	}
	html = render(t, frameFor(t, city.Turkish), Faces(Field{Name: "x", Value: "sad"}))
	if !strings.Contains(html, `value="sad" checked`) || strings.Count(html, "checked") != 1 {
		t.Error(html)
	}
}

func TestASparkFillsItsPlace(t *testing.T) {
	p := Spark{Values: []float64{1, 5, 3}}.points()
	if p[0].X != 3 || p[2].X != sparkWidth-3 || p[1].Y != 3 || p[0].Y != sparkHeight-3 {
		t.Errorf("points are %v", p)
	}
	flat := Spark{Values: []float64{2, 2}}.points()
	if flat[0].Y != sparkHeight/2 {
		t.Errorf("a number that did not change lies at %v", flat[0].Y)
	}
}

func TestALabelThatDoesNotFitIsDropped(t *testing.T) {
	m := Map{Width: 420}
	for name, tt := range map[string]struct {
		s    Shape
		want bool
	}{
		"room enough":  {Shape{Label: "Soma", Room: 60}, true},
		"too narrow":   {Shape{Label: "Gölmarmara", Room: 40}, false},
		"room unknown": {Shape{Label: "Gölmarmara"}, true},
		"no label":     {Shape{Room: 100}, false},
	} {
		if got := m.fits(tt.s); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestEveryToneAndTurningIconIsDrawn(t *testing.T) {
	for _, tone := range append(slices.Clone(Tones), Calm) {
		if icons[tone.icon()] == "" {
			t.Errorf("%q has no drawing for its icon %q", tone, tone.icon())
		}
	}
	for _, name := range turning {
		if icons[name] == "" {
			t.Errorf("%q turns but is not drawn", name)
		}
	}
}
