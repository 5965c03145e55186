package i18n

import (
	"testing"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"

	"mahalle/internal/city"
)

func TestLettersForShowing(t *testing.T) {
	for name, tt := range map[string]struct{ got, want string }{
		"Turkish capitals":         {Upper(city.Turkish, "istanbul ışık şikâyet"), "İSTANBUL IŞIK ŞİKÂYET"},
		"Turkish small letters":    {Lower(city.Turkish, "ISPARTA İZMİR"), "ısparta izmir"},
		"English capitals":         {Upper(city.English, "istanbul"), "ISTANBUL"},
		"English small letters":    {Lower(city.English, "IRON"), "iron"},
		"Persian has no capitals":  {Upper(city.Persian, "می\u200cشود"), "می\u200cشود"},
		"a Turkish line begins":    {Capital(city.Turkish, "içme suyu"), "İçme suyu"},
		"an English line begins":   {Capital(city.English, "in time"), "In time"},
		"a line that is empty":     {Capital(city.Turkish, ""), ""},
		"a line begins with ılık":  {Capital(city.Turkish, "ılık"), "Ilık"},
		"a line begins with digit": {Capital(city.Turkish, "3 gün"), "3 gün"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %q, want %q", name, tt.got, tt.want)
		}
	}
}

func TestTurkishLettersFollowUnicode(t *testing.T) {
	const letters = "abcçdefgğhıijklmnoöprsştuüvyzâîû ABCÇDEFGĞHIİJKLMNOÖPRSŞTUÜVYZÂÎÛ"
	if got, want := Upper(city.Turkish, letters), cases.Upper(language.Turkish).String(letters); got != want {
		t.Errorf("Upper = %q, want %q", got, want)
	}
	if got, want := Lower(city.Turkish, letters), cases.Lower(language.Turkish).String(letters); got != want {
		t.Errorf("Lower = %q, want %q", got, want)
	}
}
