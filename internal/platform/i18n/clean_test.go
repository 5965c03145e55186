package i18n

import (
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestTextIsCleanedAndLeftAsItWas(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"plain words":                           {"Su yok\n", "Su yok\n"},
		"a letter in two pieces":                {"I\u0307zmir", "İzmir"},
		"an Arabic keyboard":                    {"كتاب خيابان", "کتاب خیابان"},
		"Arabic stays Arabic":                   {"شارع المدينة الكبيرة", "شارع المدينة الكبيرة"},
		"Persian with an Arabic word":           {"دايرة المعارف بزرگ", "دایرة المعارف بزرگ"},
		"ZWNJ stays":                            {"می\u200cشود", "می\u200cشود"},
		"direction controls go":                 {"\u202eabc\u202c\u2066x\u2069\u200f", "abcx"},
		"NUL goes":                              {"a\x00b\x1bc\u0085", "abc"},
		"lines of Windows":                      {"a\r\nb\rc\u2028d", "a\nb\nc\nd"},
		"a byte order mark":                     {"\ufeffa", "a"},
		"bytes that are no text":                {"a\xffb", "a\ufffdb"},
		"a family of emoji":                     {"👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"},
		"a control between a letter and accent": {"o\u200e\u0308", "ö"},
		"Persian digits stay":                   {"۱۲", "۱۲"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := CleanText(tt.text); got != tt.want {
				t.Errorf("CleanText(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func FuzzCleanText(f *testing.F) {
	for _, s := range []string{"كتاب", "I\u0307", "a\x00\xff\r\n", "ي\u0654", "\u200e\u0308"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := CleanText(s)
		if !utf8.ValidString(got) || !norm.NFC.IsNormalString(got) || CleanText(got) != got {
			t.Errorf("CleanText(%q) = %q, again %q", s, got, CleanText(got))
		}
	})
}
