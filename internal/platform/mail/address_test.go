package mail

import (
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
)

func TestParseAddress(t *testing.T) {
	for name, tt := range map[string]struct{ typed, want string }{
		"as it should be":             {"ayse.yilmaz@example.com", "ayse.yilmaz@example.com"},
		"with spaces around":          {"  ayse@example.com\n", "ayse@example.com"},
		"a domain in capitals":        {"Ayse@MANISA.BEL.TR", "Ayse@manisa.bel.tr"},
		"Persian digits":              {"ali۱۳۶۰@example.ir", "ali1360@example.ir"},
		"Arabic digits":               {"ali١٣٦٠@example.ir", "ali1360@example.ir"},
		"copied with direction marks": {"\u200eali@example.ir\u202c", "ali@example.ir"},
		"a tag":                       {"ali+muhtar@example.com", "ali+muhtar@example.com"},
		"an apostrophe":               {"o'brien@example.com", "o'brien@example.com"},
		"a domain in Punycode":        {"a@xn--mgba3a4f16a.ir", "a@xn--mgba3a4f16a.ir"},
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := ParseAddress(tt.typed); err != nil || got != tt.want {
				t.Errorf("ParseAddress = %q, %v", got, err)
			}
		})
	}
}

func TestParseAddressRefuses(t *testing.T) {
	for name, typed := range map[string]string{
		"nothing":                "",
		"a phone number":         "0532 000 00 00",
		"no name":                "@example.com",
		"no domain":              "ayse@",
		"no dot in the domain":   "ayse@localhost",
		"a number for a domain":  "ayse@127.0.0.1",
		"an address literal":     "ayse@[127.0.0.1]",
		"Turkish letters":        "ayşe@example.com",
		"a Turkish capital":      "ayse@GMAİL.com",
		"Persian letters":        "علی@example.ir",
		"a second line":          "ayse@example.com\r\nBcc: all@example.com",
		"a bare line feed":       "ayse@example.com\nBcc: all@example.com",
		"a NUL":                  "ayse@exam\x00ple.com",
		"two addresses":          "ayse@example.com,ali@example.com",
		"two at signs":           "ayse@ali@example.com",
		"a name and brackets":    "Ayşe <ayse@example.com>",
		"an SMTP parameter":      "ayse@example.com> SIZE=1",
		"a space inside":         "ayse yilmaz@example.com",
		"two dots":               "ayse..y@example.com",
		"a dot at the end":       "ayse@example.com.",
		"a label ending in dash": "ayse@example-.com",
		"a quoted name":          `"ayse"@example.com`,
		"too long a name":        strings.Repeat("a", 65) + "@example.com",
		"too long a label":       "a@" + strings.Repeat("a", 64) + ".com",
		"too long altogether":    "a@" + strings.Repeat("a.", 130) + "com",
	} {
		t.Run(name, func(t *testing.T) {
			got, err := ParseAddress(typed)
			if f, ok := fault.Of(err); !ok || f.Kind != fault.Invalid || f.Key != "mail.not_an_address" {
				t.Errorf("ParseAddress = %q, %v", got, err)
			}
		})
	}
}

func TestEveryRefusalHasItsSentence(t *testing.T) {
	catalog, err := i18n.NewCatalog(Locales)
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range city.Langs {
		for _, key := range []string{"mail.not_an_address", "mail.unset"} {
			if !catalog.Locale(lang, time.UTC).Has(key) {
				t.Errorf("no %s in %s", key, lang)
			}
		}
	}
}

func FuzzParseAddress(f *testing.F) {
	f.Add("ayse@example.com")
	f.Add(" Ali۱۲+x@EXAMPLE.ir\u200f")
	f.Add("a@b.cd\r\nBcc: x@y.zz")
	f.Fuzz(func(t *testing.T, typed string) {
		got, err := ParseAddress(typed)
		if err != nil {
			return
		}
		if again, err := ParseAddress(got); err != nil || again != got {
			t.Fatalf("%q read again is %q, %v", got, again, err)
		}
		if strings.ContainsFunc(got, notPrintable) || strings.ContainsAny(got, ",;:\"()[]\\") {
			t.Fatalf("%q could break a header", got)
		}
		if a, err := netmail.ParseAddress(got); err != nil || a.Address != got {
			t.Fatalf("net/mail does not read %q: %v", got, err)
		}
	})
}
