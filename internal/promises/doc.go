// Package promises is the ledger of everything anyone owes anyone: an answer to
// a request, a repair, a work order, a decision, a milestone.
//
// A Promise has an owner (a post in a unit, and the person now holding it), a
// due time on that unit's own calendar, a state and evidence. One clock, one
// escalation ladder, one "my work" list and one on-time rate serve them all.
//
//	          ┌─pause──▶ paused ─resume─┐
//	open ─────┼─────────────────────────┴──▶ open
//	  │       └─due passes──▶ broken (still owed, and later ended late)
//	  ├─keep──▶ kept        ├─cancel──▶ cancelled       └─hand over──▶ handed
//
// Nothing owed can silently die: there is no promise without an owner, handing
// over is accepted or refused while the clock keeps running, a pause needs a
// reason from a closed list and a promise that allows it, and a date moved is a
// fact in the journal and counted. The sweep asks an index "what is due before
// now"; it never scans.
//
// It announces events.PromiseSoonDue, PromiseBroken, PromiseEscalated,
// PromiseMoved, PromisePaused and PromiseResumed.
package promises
