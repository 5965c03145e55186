package letter

import (
	"regexp"
	"strings"

	"mahalle/internal/platform/i18n"
)

// own is what the sender wrote: quoted history and signature are left out where
// they are plain to see. A letter that is nothing else is kept whole.
func own(whole string) string {
	lines := strings.Split(whole, "\n")
	end := len(lines)
	for i := range lines {
		if beginsHistory(lines, i) || beginsSignature(lines[i]) {
			end = i
			break
		}
	}
	kept := lines[:end]
	for len(kept) > 0 && (strings.TrimSpace(kept[len(kept)-1]) == "" || isQuoted(kept[len(kept)-1])) {
		kept = kept[:len(kept)-1]
	}
	if text := strings.TrimSpace(strings.Join(kept, "\n")); text != "" {
		return text
	}
	return whole
}

func isQuoted(line string) bool { return strings.HasPrefix(line, ">") }

var (
	// "On … wrote:", "… tarihinde … şunu yazdı:", "در … نوشت:", folded.
	introduces = regexp.MustCompile(`(\bwrote|\byazdi|\bsunlari yazdi|نوشت|نوشته است)\s*:\s*$`)
	// The first line of an introduction that is longer than a line, folded.
	goesOn = regexp.MustCompile(`^(on |در )|@`)
	// "-----Original Message-----" and its like, folded.
	divides = regexp.MustCompile(`^\s*-{2,}\s*(original message|ozgun ileti|orijinal mesaj|orijinal ileti|پیام اصلی|پيام اصلي)\s*-{2,}\s*$`)
	// The first lines of the block that Outlook puts over what it quotes, folded.
	headed    = regexp.MustCompile(`^\*?(from|kimden|gonderen|از|فرستنده)\s*:\*?\s*\S`)
	headedToo = regexp.MustCompile(`^\*?(sent|date|to|gonderildi|gonderme tarihi|tarih|kime|به|تاریخ|ارسال شده|گیرنده)\s*:`)
	// What telephones add, folded.
	fromPhone = regexp.MustCompile(`^(sent from my |sent from (outlook|yahoo|mail) |get outlook for |iphone.?umdan gonderildi|ipad.?imden gonderildi|android.* gonderildi|.*(telefonumdan|cihazimdan) gonderildi|ارسال شده از |ارسال‌شده از |از (آیفون|گوشی) )`)
)

const introduction = 4 // lines over which an introduction may be spread

// beginsHistory: an introduction counts only over something quoted, so that
// "the muhtar wrote:" in the middle of a letter ends nothing.
func beginsHistory(lines []string, i int) bool {
	folded := i18n.Fold(lines[i])
	switch {
	case divides.MatchString(folded), underlined(lines, i):
		return true
	case headed.MatchString(folded):
		found := 0
		for _, next := range lines[i+1 : min(len(lines), i+6)] {
			if headedToo.MatchString(i18n.Fold(strings.TrimSpace(next))) {
				found++
			}
		}
		return found >= 2
	case strings.TrimSpace(lines[i]) == "":
		return false
	}
	return introducesQuote(lines[i:])
}

func introducesQuote(lines []string) bool {
	for n := range min(introduction, len(lines)) {
		if n > 0 && !goesOn.MatchString(i18n.Fold(lines[0])) {
			return false
		}
		if isQuoted(lines[n]) || strings.TrimSpace(lines[n]) == "" {
			return false
		}
		if introduces.MatchString(i18n.Fold(strings.TrimSpace(lines[n]))) {
			return quotedBelow(lines[n+1:])
		}
	}
	return false
}

func quotedBelow(lines []string) bool {
	for _, line := range lines {
		if strings.TrimSpace(line) != "" {
			return isQuoted(line)
		}
	}
	return true
}

// underlined is the line Outlook draws above its block.
func underlined(lines []string, i int) bool {
	line := strings.TrimSpace(lines[i])
	return len(line) >= 20 && strings.Trim(line, "_") == "" && i+1 < len(lines) && headed.MatchString(i18n.Fold(strings.TrimSpace(lines[i+1])))
}

func beginsSignature(line string) bool {
	return line == "-- " || line == "--" || fromPhone.MatchString(i18n.Fold(strings.TrimSpace(line)))
}
