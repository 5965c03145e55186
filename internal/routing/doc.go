// Package routing knows what can be asked of the city, who owns it where, and
// what is promised with it.
//
// Subjects, kinds of request and reply templates are the city's data. Who owns
// what is written by the city's own people: package rules decides, here stands
// how rules change. A change gathers in a draft, the draft is tried on the last
// month's requests, and only a draft somebody looked at comes into force. A
// resident's own words find the subject.
//
//	words ──────────────────────────▶ Find: subjects, the best first
//	a case ─────────────────────────▶ Decide: unit, why, the two times
//	the same, without consequences ─▶ /staff/routing/try: every rule that was asked
//	draft ──▶ simulation ──▶ publish ──▶ the next version; the old ones stay readable
//
// Residents read the promises at /services.
//
// It announces rules that came into force, died or live again, and hears when
// somebody takes a post or leaves one.
package routing
