package insight

import (
	"strings"
	"time"

	"mahalle/internal/insight/statistics"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
)

// How figures are said. A share is said with the number of answers behind it
// and its interval, and with too few answers not as a share at all.

func share(l i18n.Locale, s statistics.Share) string {
	if !s.Known() {
		return l.Say("insight.no_share")
	}
	return l.Percent(s.Ratio())
}

// sure says how sure a share is, of so many answers.
func sure(l i18n.Locale, s statistics.Share, few, enough string) string {
	if !s.Known() {
		return l.Say(few, "n", s.Of)
	}
	low, high := s.Interval()
	return l.Say(enough, "n", s.Of, "low", l.Percent(low), "high", l.Percent(high))
}

// cellAnswers and cellFinished are the same in a table, whose note says from how
// many on there is a share.
func cellAnswers(l i18n.Locale, s statistics.Share) string {
	return sure(l, s, "insight.answers_n", "insight.of_answers")
}

func cellFinished(l i18n.Locale, s statistics.Share) string {
	return sure(l, s, "insight.cases_n", "insight.of_finished")
}

func sureAnswers(l i18n.Locale, s statistics.Share) string {
	return sure(l, s, "insight.few_answers", "insight.of_answers")
}

// figures is the row of numbers over a page. Each leads to its rows.
func figures(l i18n.Locale, s sheet) []ui.Figure {
	said := s.Month.said()
	return []ui.Figure{
		{Value: l.Number(s.Now.Open), Label: l.Say("insight.open_requests", "n", s.Now.Open), Note: l.Say("insight.last_week", "n", s.openBefore()), Href: s.Rows.open()},
		{Value: l.Number(s.Now.DueToday), Label: l.Say("insight.due_today"), Href: s.Rows.dueToday(), Tone: toned(s.Now.DueToday > 0, ui.Soon)},
		{Value: l.Number(s.Now.Late), Label: l.Say("insight.late"), Note: l.Say("insight.last_week", "n", s.lateBefore()), Href: s.Rows.late(), Tone: lateTone(s.Now.Late)},
		{Value: l.Number(s.Now.Reopened), Label: l.Say("insight.reopened"), Href: s.Rows.reopened()},
		{Value: share(l, said), Label: l.Say("insight.confirmed"), Note: sureAnswers(l, said), Href: s.Rows.spoken("no", s.Since), Tone: toned(said.Known(), ui.Kept)},
	}
}

func lateTone(n int64) ui.Tone { return toned(n > 0, ui.Late) }

func toned(yes bool, tone ui.Tone) ui.Tone {
	if yes {
		return tone
	}
	return ui.Calm
}

// spark is the small line of what came in twelve weeks. Its end is marked when
// the last week brought more than chance explains.
func spark(l i18n.Locale, s sheet) ui.Spark {
	values := make([]float64, len(s.Weeks))
	for i, n := range s.Weeks {
		values[i] = float64(n)
	}
	return ui.Spark{Values: values, Tone: toned(statistics.Unusual(s.thisWeek(), s.usual()), ui.Soon),
		Label: l.Say("insight.weeks_said", "first", s.Weeks[0], "last", s.thisWeek())}
}

// moment is the day and the time of looking.
func moment(l i18n.Locale, c *tenant.City, now time.Time) string {
	return l.Say("insight.moment", "day", l.DayNamed(c.Today(now)), "clock", l.Clock(now))
}

// named lists a few names, or says how many there are.
func named(l i18n.Locale, sheets []sheet) string {
	switch len(sheets) {
	case 1:
		return sheets[0].Name
	case 2:
		return l.Say("insight.two_names", "a", sheets[0].Name, "b", sheets[1].Name)
	case 3, 4:
		var names []string
		for _, s := range sheets {
			names = append(names, s.Name)
		}
		return strings.Join(names, l.Say("insight.comma"))
	}
	return l.Say("insight.districts_count", "n", len(sheets))
}

// checked says what a recount found.
func checked(l i18n.Locale, d Drift, now time.Time) ui.Line {
	line := ui.Line{Text: l.Say("insight.check_fine", "n", d.Counted), Note: l.Say("insight.check_week", "day", d.Week),
		End: l.When(d.At, now), Done: true}
	if d.Differences > 0 {
		line.Text, line.Done, line.Tone = l.Say("insight.check_drift", "n", d.Differences, "of", d.Counted), false, ui.Late
	}
	return line
}
