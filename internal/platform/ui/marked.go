package ui

// Mark is a place in a text, in bytes, that a reader must not overlook, and why.
type Mark struct {
	From, To int
	Why      string
}

// markedPart is a piece of a marked text.
type markedPart struct {
	Text string
	Why  string // empty: not marked
}

// markedParts cuts a text at its marks. Marks that overlap or lie outside are
// left out.
func markedParts(text string, marks []Mark) []markedPart {
	var parts []markedPart
	at := 0
	for _, m := range marks {
		if m.From < at || m.To <= m.From || m.To > len(text) {
			continue
		}
		if m.From > at {
			parts = append(parts, markedPart{Text: text[at:m.From]})
		}
		parts = append(parts, markedPart{text[m.From:m.To], m.Why})
		at = m.To
	}
	if at < len(text) {
		parts = append(parts, markedPart{Text: text[at:]})
	}
	return parts
}

// whys lists why a text is marked, each reason once.
func whys(marks []Mark) []string {
	var all []string
	seen := map[string]bool{}
	for _, m := range marks {
		if !seen[m.Why] {
			seen[m.Why] = true
			all = append(all, m.Why)
		}
	}
	return all
}
