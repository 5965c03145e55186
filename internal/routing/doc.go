// Package routing knows what can be asked of the city, who owns it where, and
// what is promised with it.
//
// Subjects, kinds of request, owner rules and reply templates are the city's
// data. An owner rule names a subject (or a group, or everything), a district
// (or all) and a class of street; the first that fits decides, and the last
// fits everything, so nothing is ever without an owner. A resident's own words
// find the subject.
//
//	words ──────────────────────────▶ Find: subjects, the best first
//	subject × district × street ────▶ Decide: unit, why, the two times
//	the same, without consequences ─▶ /staff/routing/try
//
// Residents read the promises at /services.
//
// It announces nothing and listens to nothing.
package routing
