package app

import (
	"mahalle/internal/events"
	"mahalle/internal/journal"
)

// flows is how one capability's news becomes another's work. Read it top to
// bottom: it is the city's day.
func (a *App) flows() {
	// A promise that breaks makes its request late, at once and together.
	journal.Within(a.Journal, a.Requests.FellDue)

	// A promise that gets another date, by a person or by its calendar, moves the
	// date of its request with it.
	journal.Within(a.Journal, a.Requests.DateMoved)

	// Whatever happens to a request is counted in the transaction that made it
	// happen: a figure and its rows cannot disagree.
	a.Insight.Listen(a.Journal)

	// What is with a body outside the municipality is known in the transaction that
	// gives or takes it; the body is told by letter.
	a.Agencies.Listen(a.Journal)

	// A body that has an Open311 door of its own is told there instead.
	a.Forward.Listen(a.Journal)

	// When somebody takes a post, leaves one or is shut out, the rules are looked at:
	// one that leads to a unit without anybody raises an alarm.
	rulesHear[events.PostFilled](a, "routing: a post was filled")
	rulesHear[events.PostLeft](a, "routing: a post was left")
	rulesHear[events.PersonShutOut](a, "routing: somebody was shut out")
	rulesHear[events.PersonLetIn](a, "routing: somebody was let in")

	// Other systems are told at addresses they name; of what none of them wants, no
	// job is written.
	a.Hooks.Listen(a.Journal)

	// Residents are told by letter, later and once for each piece of news.
	a.Messages.Listen(a.Journal)
}
