package ui

import (
	"context"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/i18n"
)

// guide is what the style guide shows: invented people and requests in the
// reader's language, always looked at on the same morning.
type guide struct {
	l   i18n.Locale
	now time.Time
}

func guideFrom(ctx context.Context) guide {
	l := i18n.From(ctx)
	zone := l.Zone
	if zone == nil {
		zone = time.UTC
	}
	return guide{l: l, now: city.Date(2026, time.November, 24).At(9*time.Hour+30*time.Minute, zone)}
}

func (g guide) say(name string) string { return g.l.Say("ui.guide." + name) }

func (g guide) ago(days, hours int) time.Time {
	return g.now.Add(-time.Duration(24*days+hours) * time.Hour)
}

func (g guide) number(n int) string {
	return []string{"MNS-26-004698-P", "MNS-26-004517-T", "MNS-26-004602-C", "MNS-26-004701-E", "MNS-26-004644-H", "MNS-26-004733-M", "MNS-26-004751-F"}[n%7]
}

// promise was opened some days ago and is due some hours from now.
func (g guide) promise(label string, opened, dueHours int) Promise {
	return Promise{Label: g.say(label), Opened: g.ago(opened, 0), Due: g.now.Add(time.Duration(dueHours) * time.Hour), Now: g.now}
}

// promises show every tone and every state.
func (g guide) promises() []Promise {
	all := []Promise{
		g.promise("repair", 2, 96), g.promise("repair", 4, 8), g.promise("repair", 3, -4), g.promise("repair", 5, -120),
		g.promise("answer", 3, 24), g.promise("answer", 9, -48), g.promise("survey", 4, 90),
		g.promise("repair", 4, 120), g.promise("repair", 3, 100), g.promise("survey", 2, 200),
	}
	for i, end := range map[int]struct {
		state PromiseState
		since time.Time
	}{
		4: {Closed, g.ago(2, 4)}, 5: {Closed, g.ago(1, 0)}, 6: {Stopped, g.ago(2, 0)},
		7: {Waiting, time.Time{}}, 8: {HandedOn, time.Time{}}, 9: {Cancelled, g.ago(1, 0)},
	} {
		all[i].State, all[i].Since = end.state, end.since
	}
	return all
}

func (g guide) history() []Entry {
	person := g.say("person")
	return []Entry{
		{At: g.ago(0, 0), Tone: Run, Text: g.say("history.order"), Strong: []string{g.say("crew")}},
		{At: g.ago(0, 1), Text: g.say("history.note"), Strong: []string{person}, Voice: Inside, Quote: g.say("note")},
		{At: g.ago(3, 0), Tone: Kept, Text: g.say("history.reply"), Strong: []string{person}, Quote: g.say("reply")},
		{At: g.ago(3, 2), Tone: Handed, Text: g.say("history.routed"), Strong: []string{g.say("unit")}},
		{At: g.ago(3, 3), Text: g.say("history.taken"), Voice: Resident, Quote: g.say("words")},
	}
}

// chart is a drawing of five invented districts.
func (g guide) chart() Map {
	m := Map{Width: 420, Height: 240, Label: g.say("map.label"), LegendTitle: g.say("map.legend"), Credit: g.say("map.credit"), TableHref: "#map", Shown: 460}
	for i, path := range []string{
		"M20 30 120 20 150 70 110 130 40 120Z", "M120 20 230 25 250 80 200 120 110 130 150 70Z", "M230 25 340 20 400 70 350 130 250 80Z",
		"M40 120 110 130 200 120 210 180 120 225 50 200Z", "M200 120 250 80 350 130 380 200 280 225 210 180Z",
	} {
		at := [][2]float64{{85, 75}, {180, 78}, {310, 68}, {120, 170}, {285, 160}}[i]
		n := int64(2 + 3*i)
		m.Shapes = append(m.Shapes, Shape{Path: path, Step: i + 1, Mine: i == 3, Label: g.l.Number(n), X: at[0], Y: at[1], Room: 80, Href: "#map", Title: g.l.Say("ui.guide.map.shape", "n", n)})
		m.Legend = append(m.Legend, LegendStep{Step: i + 1, Label: g.l.Number(n)})
	}
	m.Pins = []Pin{{X: 150, Y: 110, Count: 12, Title: g.l.Say("ui.guide.map.shape", "n", 12), Href: "#map"}, {X: 320, Y: 110, Tone: Late, Title: g.say("subject")}}
	return m
}

func (g guide) keys() []KeyHint {
	return []KeyHint{{"J K", g.say("key.row")}, {"Enter", g.say("key.open")}, {"S", g.say("key.route")}, {"/", g.say("key.search")}}
}

// toneWord is the word that goes with a tone in the guide.
func (g guide) toneWord(t Tone) string { return g.say("tone." + string(t)) }
