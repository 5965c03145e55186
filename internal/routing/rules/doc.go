// Package rules decides who owns a request: an ordered list of rules is asked
// from the top, and the first that fits decides.
//
//	Set ──Open──▶ Sheet ──Decide(Case, Office)──▶ Outcome: which rule, which unit
//	                 ├────Trace──▶ Step: every rule that was asked, and what did not fit
//	                 ├────Check──▶ Fault: what is wrong with a set before it is used
//	                 └────Compare(before, after)──▶ Comparison: what would move
//
// A rule whose unit is closed or left by everybody is passed over; what no rule
// takes is the desk's. Nothing here reads a database or a clock.
package rules
