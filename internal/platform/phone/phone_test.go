package phone

import (
	"strings"
	"testing"

	"mahalle/internal/city"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
)

var (
	manisa = Plan{Country: "90", Trunk: "0", Area: "236", Mobile: []string{"5"}, Digits: 10, Bare: []string{"444xxxx"}}
	tehran = Plan{Country: "98", Trunk: "0", Area: "21", Mobile: []string{"9"}, Groups: []int{3, 3, 4}}
	boston = Plan{Country: "1", Area: "617", Digits: 10, Groups: []int{3, 3, 4}, Abroad: "011"}
)

func TestNumbersAreReadAsPeopleWriteThem(t *testing.T) {
	for name, tt := range map[string]struct {
		plan        Plan
		input, want string
	}{
		"as on a visiting card":          {manisa, "0532 123 41 18", "+905321234118"},
		"without the zero":               {manisa, "5321234118", "+905321234118"},
		"with brackets and dashes":       {manisa, "(0532) 123-41-18", "+905321234118"},
		"with the country":               {manisa, "+90 532 123 41 18", "+905321234118"},
		"with the country and the zero":  {manisa, "+90 (0) 532 123 41 18", "+905321234118"},
		"with two zeros":                 {manisa, "0090 532 123 41 18", "+905321234118"},
		"with the country and no plus":   {manisa, "905321234118", "+905321234118"},
		"the plus in brackets":           {manisa, "(+90) 532 123 41 18", "+905321234118"},
		"from a link":                    {manisa, "tel:+90-532-123-41-18", "+905321234118"},
		"with spaces that do not break":  {manisa, " 0532\u00a0123\u00a041\u00a018 ", "+905321234118"},
		"copied with direction marks":    {manisa, "\u20660532 123 41 18\u2069", "+905321234118"},
		"a plus of full width":           {manisa, "＋905321234118", "+905321234118"},
		"in Persian digits":              {tehran, "۰۹۱۲ ۳۴۵ ۶۷۸۹", "+989123456789"},
		"in Arabic digits":               {tehran, "٠٩١٢٣٤٥٦٧٨٩", "+989123456789"},
		"the desk of the town hall":      {manisa, "0236 231 45 67", "+902362314567"},
		"a neighbour's, without area":    {manisa, "231 45 67", "+902362314567"},
		"eight digits in Tehran":         {tehran, "8888-1234", "+982188881234"},
		"a company's 444 number":         {manisa, "444 41 18", "+904444118"},
		"a company's, from abroad":       {manisa, "+90 444 41 18", "+904444118"},
		"a cousin in Germany":            {manisa, "+49 30 1234567", "+49301234567"},
		"a cousin in Germany, dialled":   {manisa, "0049 30 1234567", "+49301234567"},
		"a Turkish mobile in Tehran":     {tehran, "+90 532 123 41 18", "+905321234118"},
		"an American number":             {boston, "(617) 635-4500", "+16176354500"},
		"an American number with its 1":  {boston, "1-617-635-4500", "+16176354500"},
		"seven digits in Boston":         {boston, "635.4500", "+16176354500"},
		"from Boston to Turkey":          {boston, "011 90 532 123 41 18", "+905321234118"},
		"an ideograph of another script": {tehran, "０９１２３４５６７８９", "+989123456789"},
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := Parse(tt.input, tt.plan); err != nil || got != tt.want {
				t.Errorf("Parse(%q) = %q, %v, want %q", tt.input, got, err, tt.want)
			}
		})
	}
}

func TestWhatIsNoNumberIsRefused(t *testing.T) {
	for name, input := range map[string]string{
		"nothing":                       "",
		"only signs":                    "+ (-)",
		"words":                         "yok",
		"a number with a word":          "0532 123 41 18 ev",
		"a digit short":                 "0532 123 41 1",
		"a digit too many":              "0532 123 41 189",
		"two numbers":                   "0532 123 41 18 / 0533 123 41 18",
		"two pluses":                    "++90 532 123 41 18",
		"a plus in the middle":          "0532+1234118",
		"only zeros":                    "0000000000",
		"an emergency line":             "112",
		"a country that begins with 0":  "+0049 30 1234567",
		"too short for abroad":          "+49 30 12",
		"too long for anything":         "+4930123456789012",
		"the country with too few":      "+90 532 123",
		"a landline with zero, no area": "0 231 45 67",
		"very many digits":              strings.Repeat("1", 100_000),
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Parse(input, manisa)
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("Parse = %q, %v", got, err)
			}
			if f, _ := fault.Of(err); f.Key != "phone.not_a_phone" {
				t.Errorf("the message is %q", f.Key)
			}
		})
	}
}

func TestTheRefusalShowsHowToWriteIt(t *testing.T) {
	catalog, err := i18n.NewCatalog(Locales)
	if err != nil {
		t.Fatal(err)
	}
	for lang, tt := range map[city.Lang]struct {
		plan Plan
		want string
	}{
		city.Turkish: {manisa, "0523 456 78 91"}, city.Persian: {tehran, "0923 456 7891"}, city.English: {boston, "617 234 5678"},
	} {
		_, err := Parse("?", tt.plan)
		f, _ := fault.Of(err)
		if got := catalog.Locale(lang, nil).Say(f.Key, f.Args...); !strings.Contains(got, tt.want) {
			t.Errorf("%s: %q, want %q in it", lang, got, tt.want)
		}
	}
}

func TestNumbersAreWrittenAndMasked(t *testing.T) {
	for name, tt := range map[string]struct {
		plan             Plan
		e164, form, mask string
	}{
		"a mobile in Manisa":      {manisa, "+905321234118", "0532 123 41 18", "0532 ••• 41 18"},
		"a landline in Manisa":    {manisa, "+902362314567", "0236 231 45 67", "0236 ••• 45 67"},
		"a company in Turkey":     {manisa, "+904444118", "444 41 18", "444 •• 18"},
		"a mobile in Tehran":      {tehran, "+989123456789", "0912 345 6789", "0912 ••• 6789"},
		"a landline in Tehran":    {tehran, "+982188881234", "021 8888 1234", "021 •••• 1234"},
		"a landline in Shiraz":    {tehran, "+987112345678", "0711 234 5678", "0711 ••• 5678"},
		"the town hall of Boston": {boston, "+16176354500", "617 635 4500", "617 ••• 4500"},
		"a cousin in Germany":     {manisa, "+49301234567", "+49301234567", "+49•••••••67"},
		"a number that is wrong":  {manisa, "+90532", "+90532", "•••"},
		"a word":                  {manisa, "Ayşe 0532", "Ayşe 0532", "•••"},
		"nothing":                 {manisa, "", "", "•••"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Format(tt.e164, tt.plan); got != tt.form {
				t.Errorf("Format = %q, want %q", got, tt.form)
			}
			if got := Mask(tt.e164, tt.plan); got != tt.mask {
				t.Errorf("Mask = %q, want %q", got, tt.mask)
			}
		})
	}
}

func TestOnlyMobilesGetMessages(t *testing.T) {
	for e164, want := range map[string]bool{"+905321234118": true, "+902362314567": false, "+904444118": false, "+491701234567": true} {
		if got := manisa.CanText(e164); got != want {
			t.Errorf("CanText(%s) = %v", e164, got)
		}
	}
	if !boston.CanText("+16176354500") {
		t.Error("in America nobody can tell, so we may try")
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"0532 123 41 18", "+49 30 1234567", "444 41 18", "۰۹۱۲۳۴۵۶۷۸۹", "1-617-635-4500", "00900532"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, input string) {
		for _, p := range []Plan{manisa, tehran, boston, {Country: "47", Digits: 8}} {
			e164, err := Parse(input, p)
			if err != nil {
				continue
			}
			if !isE164(e164) || len(e164) > 16 {
				t.Errorf("Parse(%q) = %q", input, e164)
			}
			if again, err := Parse(e164, p); err != nil || again != e164 {
				t.Errorf("Parse(%q) = %q, then %q, %v", input, e164, again, err)
			}
			if shown, err := Parse(Format(e164, p), p); err != nil || shown != e164 {
				t.Errorf("Parse(Format(%q)) = %q, %v", e164, shown, err)
			}
			if mask := Mask(e164, p); strings.Count(mask, "•") < 2 {
				t.Errorf("Mask(%q) = %q", e164, mask)
			}
		}
	})
}
