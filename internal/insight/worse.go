package insight

import (
	"cmp"
	"slices"

	"mahalle/internal/insight/statistics"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
)

// What got worse, and what waits for somebody: the two questions of a morning
// besides what must be kept today.

// change is something that got worse in one place since last week.
type change struct {
	line   ui.Line
	weight int64 // how much worse
}

// mostWorse is how many changes one reads in a morning.
const mostWorse = 6

// worse lists what got worse since last week, the most first: more requests are
// late than then, or more came than chance explains.
func worse(l i18n.Locale, sheets []sheet) []ui.Line {
	var found []change
	for _, s := range sheets {
		if grown := s.Week.LateChange; grown > 0 {
			found = append(found, change{weight: grown, line: ui.Line{
				Text: s.Name, Note: l.Say("insight.worse_late", "now", s.Now.Late, "then", s.lateBefore()),
				End: l.Say("insight.more", "n", grown), Tone: ui.Late, Href: s.Rows.late()}})
		}
		if more := s.thisWeek() - int64(s.usual()); statistics.Unusual(s.thisWeek(), s.usual()) {
			found = append(found, change{weight: more, line: ui.Line{
				Text: s.Name, Note: l.Say("insight.worse_came", "n", s.thisWeek(), "usual", int64(s.usual())),
				End: l.Say("insight.more", "n", more), Tone: ui.Soon, Href: s.Rows.open()}})
		}
	}
	slices.SortStableFunc(found, func(a, b change) int { return cmp.Compare(b.weight, a.weight) })
	lines := make([]ui.Line, 0, mostWorse)
	for _, c := range found[:min(len(found), mostWorse)] {
		lines = append(lines, c.line)
	}
	return lines
}

// waiting lists what waits for a hand, each with its rows.
func waiting(l i18n.Locale, s sheet) []ui.Line {
	var lines []ui.Line
	for _, w := range []struct {
		n    int64
		key  string
		tone ui.Tone
		view []string
	}{
		{s.Now.Disputed, "insight.wait_disputed", ui.Wait, []string{"reopen"}},
		{s.Now.Offered, "insight.wait_offered", ui.Handed, []string{"offered"}},
		{s.Now.Fresh, "insight.wait_fresh", ui.Run, []string{"open", "status", "new"}},
		{s.Now.Asked, "insight.wait_asked", ui.Wait, []string{"asked"}},
		{s.Now.Forwarded, "insight.wait_forwarded", ui.Handed, []string{"open", "status", "forwarded"}},
	} {
		if w.n > 0 {
			lines = append(lines, ui.Line{Text: l.Say(w.key), End: l.Number(w.n), Tone: w.tone, Href: s.Rows.rows(w.view[0], w.view[1:]...)})
		}
	}
	return lines
}
