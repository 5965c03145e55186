package i18n

import (
	"slices"
	"testing"
	"unicode/utf8"
)

func TestPeopleFindWhatOthersWrote(t *testing.T) {
	for name, tt := range map[string][2]string{
		"capitals of Isparta":                   {"ISPARTA", "ısparta"},
		"Isparta from a foreign keyboard":       {"Isparta", "isparta"},
		"light with and without dots":           {"IŞIK", "isik"},
		"İ in small letters":                    {"İzmir", "izmir"},
		"the scar of a wrong lower-casing":      {"Karai\u0307salı", "Karaisalı"},
		"complaint with its hat":                {"şikâyet", "sikayet"},
		"all Turkish letters":                   {"ÇĞİÖŞÜçğıöşü", "cgiosucgiosu"},
		"letters taken apart":                   {"Ömer", "O\u0308mer"},
		"Arabic yeh and kaf":                    {"كيف پلی", "کیف پلي"},
		"alef maksura":                          {"موسى", "موسی"},
		"yeh with hamza":                        {"مسئول", "مسیول"},
		"waw with hamza":                        {"مسؤول", "مسوول"},
		"teh marbuta":                           {"دایرة", "دایره"},
		"heh with its little yeh":               {"خانۀ ما", "خانه ما"},
		"heh with hamza above":                  {"خانه\u0654 ما", "خانه ما"},
		"heh with ZWNJ and yeh":                 {"خانه\u200cی ما", "خانه ما"},
		"alef with madda or hamza":              {"آب أب إب ٱب", "اب اب اب اب"},
		"harakat":                               {"مُحَمَّد", "محمد"},
		"tatweel":                               {"مـــدرسه", "مدرسه"},
		"ZWNJ lost in copying":                  {"می\u200cشود", "میشود"},
		"Persian digits":                        {"خیابان ۱۲", "خیابان 12"},
		"Arabic digits":                         {"٤٥٦", "456"},
		"direction marks":                       {"\u202bسلام\u202c\u200f", "سلام"},
		"byte order mark":                       {"\ufeffManisa", "manisa"},
		"a space that does not break":           {"No\u00a05", "no 5"},
		"presentation forms":                    {"ﻻﻟﻪ", "لاله"},
		"full width letters":                    {"Ｍａｎｉｓａ１", "manisa1"},
		"a Kelvin sign":                         {"\u212a", "k"},
		"letters that are not ours stay":        {"улица", "УЛИЦА"},
		"heh, ZWNJ and a whole word with yeh":   {"به\u200cیاد", "بهیاد"},
		"bytes that are no text are not hidden": {"a\xff", "a\ufffd"},
	} {
		t.Run(name, func(t *testing.T) {
			if a, b := Fold(tt[0]), Fold(tt[1]); a != b {
				t.Errorf("Fold(%q) = %q, Fold(%q) = %q", tt[0], a, tt[1], b)
			}
		})
	}
}

func TestFoldGivesPlainLetters(t *testing.T) {
	for s, want := range map[string]string{
		"":                  "",
		"manisa 45":         "manisa 45",
		"Şehzadeler / IŞIK": "sehzadeler / isik",
		"كتابخانهٔ ۱۲":      "کتابخانه 12",
		"Manisa'nın":        "manisa'nin",
	} {
		if got := Fold(s); got != want {
			t.Errorf("Fold(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestAHalfSpaceIsFoundJoinedAndSplit(t *testing.T) {
	if joined, split := FoldVariants("می\u200cشود"); joined != "میشود" || split != "می شود" {
		t.Errorf("FoldVariants = %q, %q", joined, split)
	}
	if joined, split := FoldVariants("خانه\u200cی ما"); joined != "خانه ما" || split != "خانه ما" {
		t.Errorf("FoldVariants = %q, %q", joined, split)
	}
	if joined, split := FoldVariants("Işık"); joined != "isik" || split != "isik" {
		t.Errorf("FoldVariants = %q, %q", joined, split)
	}
}

func TestWords(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		want []string
	}{
		"nothing":                            {" … ", nil},
		"a sentence":                         {"Sokak lambası yanmıyor!", []string{"sokak", "lambasi", "yanmiyor"}},
		"a place with its ending":            {"Manisa'nın yolları", []string{"manisa", "yollari"}},
		"a typographic apostrophe":           {"MANİSA’DAKİ park", []string{"manisa", "park"}},
		"a number with its ending":           {"1204'üncü Sokak, No:5/2", []string{"1204", "sokak", "no", "5", "2"}},
		"a name that holds an apostrophe":    {"O'Brien", []string{"obrien"}},
		"words between single quotes":        {"'çöp' ve ’su’", []string{"cop", "ve", "su"}},
		"only an apostrophe":                 {"' ’", nil},
		"a half space":                       {"آب قطع می\u200cشود", []string{"اب", "قطع", "میشود", "می", "شود"}},
		"a plural with a half space":         {"دستگاه\u200cهای", []string{"دستگاههای", "دستگاه", "های"}},
		"a half space at the edge":           {"\u200cسلام\u200c", []string{"سلام"}},
		"only half spaces":                   {"\u200c \u200c", nil},
		"Persian punctuation":                {"«خیابان ۱۲»، پلاک ۵؟", []string{"خیابان", "12", "پلاک", "5"}},
		"two languages in one line":          {"Pars پارس Şube", []string{"pars", "پارس", "sube"}},
		"letters with their dots apart":      {"Karai\u0307salı", []string{"karaisali"}},
		"a suffix after a half space":        {"علی\u200c'nin", []string{"علی"}},
		"an address of a page":               {"https://manisa.bel.tr", []string{"https", "manisa", "bel", "tr"}},
		"an apostrophe and a half space end": {"ab\u200c'", []string{"ab"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Words(tt.text); !slices.Equal(got, tt.want) {
				t.Errorf("Words(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestAllDigitsAreOurs(t *testing.T) {
	for s, want := range map[string]string{
		"":               "",
		"0532":           "0532",
		"۰۹۱۲ ۳۴۵ ۶۷۸۹":  "0912 345 6789",
		"٠٥٣٢":           "0532",
		"a۱b":            "a1b",
		"१२":             "12",
		"５":              "5",
		"\U0001d7ce":     "0",
		"½ ² ⑤ şikâyet،": "½ ² ⑤ şikâyet،",
		"\xff۱":          "\xff1",
	} {
		if got := ASCIIDigits(s); got != want {
			t.Errorf("ASCIIDigits(%q) = %q, want %q", s, got, want)
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"ISPARTA", "Karai\u0307salı", "خانه\u200cی ما", "ﻻ", "ẞ\u0345ſ", "\xff", "Ⅷ½"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Fold(s)
		if twice := Fold(once); twice != once {
			t.Errorf("Fold(%q) = %q, again %q", s, once, twice)
		}
		if _, split := FoldVariants(s); Fold(split) != split {
			t.Errorf("FoldVariants(%q) = %q is not folded", s, split)
		}
		for _, w := range Words(s) {
			if w == "" || Fold(w) != w {
				t.Errorf("Words(%q) has %q", s, w)
			}
		}
	})
}

func FuzzASCIIDigits(f *testing.F) {
	f.Add("۰۹۱۲")
	f.Add("٤\xff५")
	f.Fuzz(func(t *testing.T, s string) {
		got := ASCIIDigits(s)
		if utf8.RuneCountInString(got) != utf8.RuneCountInString(s) || ASCIIDigits(got) != got {
			t.Errorf("ASCIIDigits(%q) = %q", s, got)
		}
	})
}

func BenchmarkFold(b *testing.B) {
	for name, s := range map[string]string{
		"ASCII":   "sokak lambasi yanmiyor, kac gundur karanlik",
		"Turkish": "Sokak lambası yanmıyor, kaç gündür karanlık",
		"Persian": "چراغ‌های خیابان خاموش است و كوچه تاریک می‌شود ۱۲",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Fold(s)
			}
		})
	}
}

func TestFoldingTwiceChangesNothing(t *testing.T) {
	for r := range rune(utf8.MaxRune) {
		once := Fold(string(r))
		if twice := Fold(once); twice != once {
			t.Errorf("Fold(%q) = %q, again %q", r, once, twice)
		}
	}
}
