package demonstration

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/platform/i18n"
)

// Teller tells a story as different people would: with a greeting or without,
// with where they live, in a hurry, on a foreign keyboard.
type Teller struct{ dice }

// NewTeller tells the same with the same seed.
func NewTeller(seed uint64) Teller {
	return Teller{dice{rand.New(rand.NewPCG(seed, 0x74656c6c))}}
}

// Tell puts before and after a story what people put there, and lets their
// fingers slip. Near is the name of a place; it may be empty.
func (t Teller) Tell(lang city.Lang, story, near string) string {
	var parts []string
	if t.chance(0.35) {
		parts = append(parts, pick(t.dice, openings[lang]))
	}
	if near != "" && t.chance(0.4) {
		parts = append(parts, fmt.Sprintf(pick(t.dice, whereabouts[lang]), near, 1+t.IntN(90)))
	}
	parts = append(parts, story)
	if t.chance(0.4) {
		parts = append(parts, pick(t.dice, closings[lang]))
	}
	return t.typed(strings.Join(parts, " "), lang)
}

// typed is a text as somebody's fingers leave it.
func (t Teller) typed(text string, lang city.Lang) string {
	if lang == city.Turkish && t.chance(0.12) {
		text = i18n.Fold(text)
	}
	if lang == city.Persian && t.chance(0.2) {
		text = strings.ReplaceAll(text, "\u200c", pick(t.dice, []string{"", " "}))
	}
	words := strings.Fields(text)
	for i, w := range words {
		if t.chance(0.02) {
			words[i] = t.slip([]rune(w))
		}
	}
	return strings.Join(words, " ")
}

// slip leaves a letter out, doubles one, or swaps two.
func (t Teller) slip(w []rune) string {
	if len(w) < 4 {
		return string(w)
	}
	i := 1 + t.IntN(len(w)-2)
	switch t.IntN(3) {
	case 0:
		return string(w[:i]) + string(w[i+1:])
	case 1:
		return string(w[:i+1]) + string(w[i:])
	}
	w[i], w[i+1] = w[i+1], w[i]
	return string(w)
}

var openings = map[city.Lang][]string{
	city.Turkish: {"Merhaba,", "İyi günler,", "Sayın yetkili,", "selam", "Kolay gelsin,", "Daha önce de yazmıştım:", "Yetkililerin dikkatine!"},
	city.Persian: {"سلام،", "با سلام و خسته نباشید", "درود", "لطفاً رسیدگی کنید:", "قبلاً هم تماس گرفته‌ام.", "با عرض ادب"},
	city.English: {"Hello,", "Good morning,", "To whom it may concern:", "I wrote before.", "Dear city,"},
}

var whereabouts = map[city.Lang][]string{
	city.Turkish: {"%s Mahallesi %d. sokakta oturuyorum.", "%s mah. no %d", "Yer: %s, %d numara."},
	city.Persian: {"%s، پلاک %d.", "ساکن %s کوچه %d هستم", "نشانی: %s، شماره %d."},
	city.English: {"I live in %s, number %d.", "Place: %s %d."},
}

var closings = map[city.Lang][]string{
	city.Turkish: {"Teşekkürler.", "Gereğini arz ederim.", "lütfen artık ilgilenin", "Saygılarımla", "bir an önce çözülsün", "Mağduruz."},
	city.Persian: {"با تشکر", "لطفاً زودتر پیگیری شود.", "ممنون می‌شوم.", "کسی جواب نمی‌دهد", "با احترام"},
	city.English: {"Thank you.", "Please do something.", "Nobody answers the phone.", "Regards"},
}
