package letter

import (
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/platform/i18n"
)

var (
	smallEnglish = set("the and is are of to in on my please there has have not street road with from this")
	smallTurkish = set("ve bir bu icin var yok cok sokak mahalle lutfen degil olan ile merhaba sayin gibi ama gun")
)

const mostRead = 400 // words

func set(words string) map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		all[w] = true
	}
	return all
}

// language guesses from letters first and small words second; a text that says
// neither is in no language we know of.
func language(text string) city.Lang {
	persian, turkish := 0, 0
	for _, r := range text {
		switch {
		case r >= 0x0600 && r <= 0x06ff:
			persian++
		case strings.ContainsRune("ığşİĞŞçöüÇÖÜ", r):
			turkish++
		}
	}
	words := i18n.Words(text)
	words = words[:min(len(words), mostRead)]
	if persian > len(words) {
		return city.Persian
	}
	english := 0
	for _, w := range words {
		if smallEnglish[w] {
			english++
		}
		if smallTurkish[w] {
			turkish++
		}
	}
	switch {
	case turkish > english:
		return city.Turkish
	case english > 0:
		return city.English
	}
	return ""
}
