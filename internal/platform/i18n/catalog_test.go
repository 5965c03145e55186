package i18n

import (
	"context"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"mahalle/internal/city"
)

// speaking makes the locale files of a package from the inside of three JSON
// objects.
func speaking(tr, fa, en string) fs.FS {
	return fstest.MapFS{
		"locales/tr.json": {Data: []byte("{" + tr + "}")},
		"locales/fa.json": {Data: []byte("{" + fa + "}")},
		"locales/en.json": {Data: []byte("{" + en + "}")},
	}
}

func catalogOf(t testing.TB, sources ...fs.FS) *Catalog {
	t.Helper()
	c, err := NewCatalog(sources...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestACatalogIsRefused(t *testing.T) {
	same := func(entry string) fs.FS { return speaking(entry, entry, entry) }
	for name, tt := range map[string]struct {
		sources []fs.FS
		want    string // what the person at the keyboard must read
	}{
		"a language is missing": {
			[]fs.FS{fstest.MapFS{"locales/tr.json": {Data: []byte("{}")}}}, "locales/fa.json",
		},
		"a sentence is missing in Persian": {
			[]fs.FS{speaking(`"a.b":"x"`, ``, `"a.b":"x"`)}, `locales/fa.json: "a.b" is missing`,
		},
		"a placeholder is missing in English": {
			[]fs.FS{speaking(`"a.b":"{n} iş"`, `"a.b":"{n} کار"`, `"a.b":"jobs"`)},
			`locales/en.json: "a.b" has the placeholders [], other languages have [n]`,
		},
		"a placeholder is called otherwise": {
			[]fs.FS{speaking(`"a.b":"{ad}"`, `"a.b":"{name}"`, `"a.b":"{name}"`)}, `locales/fa.json: "a.b"`,
		},
		"two packages have the same key": {
			[]fs.FS{same(`"a.b":"x"`), same(`"a.b":"y"`)}, `locales/tr.json: "a.b" is there twice`,
		},
		"one file has a key twice": {
			[]fs.FS{same(`"a.b":"x","a.b":"y"`)}, `locales/tr.json: "a.b": it is there twice`,
		},
		"a text is empty":                   {[]fs.FS{same(`"a.b":" "`)}, `"a.b": the text is empty`},
		"a key without its package":         {[]fs.FS{same(`"b":"x"`)}, `"b": a key begins with its package`},
		"a brace that is not closed":        {[]fs.FS{same(`"a.b":"x {n"`)}, "{n is not a placeholder"},
		"a brace that is not opened":        {[]fs.FS{same(`"a.b":"x n}"`)}, "there is a } without its {"},
		"a placeholder with a strange name": {[]fs.FS{same(`"a.b":"{İsim}"`)}, "{İsim is not a placeholder"},
		"a number instead of a text":        {[]fs.FS{same(`"a.b":5`)}, "neither a text nor"},
		"a plural without its singular":     {[]fs.FS{same(`"a.b":{"other":"x"}`)}, `exactly "one" and "other"`},
		"a plural form we do not have":      {[]fs.FS{same(`"a.b":{"one":"x","few":"y"}`)}, `exactly "one" and "other"`},
		"a singular that lacks a name":      {[]fs.FS{same(`"a.b":{"one":"x","other":"{who}"}`)}, `"one" lacks the placeholder {who}`},
		"a plural that lacks a name":        {[]fs.FS{same(`"a.b":{"one":"{who}","other":"x"}`)}, `"other" lacks the placeholder {who}`},
		"a Persian singular without its number, for it speaks of zero too": {
			[]fs.FS{speaking(`"a.b":"{n}"`, `"a.b":{"one":"یک","other":"{n}"}`, `"a.b":"{n}"`)},
			`locales/fa.json: "a.b": "one" lacks the placeholder {n}`,
		},
		"a file that is a list":  {[]fs.FS{fstest.MapFS{"locales/tr.json": {Data: []byte("[]")}}}, "not a JSON object"},
		"a file that is cut off": {[]fs.FS{fstest.MapFS{"locales/tr.json": {Data: []byte(`{"a.b":"x"`)}}}, "locales/tr.json"},
		"a file that is empty":   {[]fs.FS{fstest.MapFS{"locales/tr.json": {}}}, "not a JSON object"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := NewCatalog(tt.sources...)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("NewCatalog() = %v, want %q in it", err, tt.want)
			}
		})
	}
}

func TestEveryFaultOfACatalogIsTold(t *testing.T) {
	_, err := NewCatalog(speaking(`"a.b":"x","a.c":"{"`, `"a.b":""`, `"a.c":"x"`))
	for _, want := range []string{`tr.json: "a.c"`, `fa.json: "a.b"`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("NewCatalog() = %v, want %q in it", err, want)
		}
	}
}

func TestKeysAreListedInOrder(t *testing.T) {
	keys := catalogOf(t, speaking(`"z.z":"x","a.a":"y"`, `"a.a":"y","z.z":"x"`, `"z.z":"x","a.a":"y"`)).Keys()
	if keys[0] != "a.a" || keys[len(keys)-1] != "z.z" || !slices.IsSorted(keys) || !slices.Contains(keys, "i18n.today") {
		t.Errorf("Keys() = %v", keys)
	}
}

func TestALanguageWeDoNotHaveBecomesEnglish(t *testing.T) {
	l := catalogOf(t).Locale("de", nil)
	if l.Lang != city.English || l.Say("i18n.today") != "today" || l.Clock(time.Unix(0, 0)) != "00:00" {
		t.Errorf("Locale(de) = %v", l)
	}
}

func TestTheContextCarriesTheReader(t *testing.T) {
	ctx := context.Background()
	if l := From(ctx); l.Lang != city.English || l.Say("i18n.today") != "today" {
		t.Errorf("From of an empty context = %v", l)
	}
	ctx = With(ctx, catalogOf(t).Locale(city.Persian, nil))
	if l := From(ctx); l.Lang != city.Persian || l.Dir() != "rtl" || l.Say("i18n.today") != "امروز" {
		t.Errorf("From = %v", l)
	}
}

func TestTheZeroLocaleSpeaksEnglish(t *testing.T) {
	var l Locale
	if got := l.Moment(time.Unix(0, 0)); got != "1 Jan 1970, 00:00" || l.Dir() != "ltr" {
		t.Errorf("Moment = %q", got)
	}
}

func TestTheSingularFollowsCLDR(t *testing.T) {
	for _, lang := range city.Langs {
		for n := range 1000 {
			want := plural.Cardinal.MatchPlural(language.MustParse(string(lang)), n, 0, 0, 0, 0) == plural.One
			if got := singular(lang, int64(n)); got != want {
				t.Errorf("singular(%s, %d) = %v", lang, n, got)
			}
		}
	}
}
