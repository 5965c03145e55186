// Package hours is where a city writes its calendars: feasts and decrees,
// half-days, the hours of Ramadan or of an energy decree, a week in which
// Thursday is open no more, each from a day on and also after the day is past.
//
// Nothing is saved before the page has shown how many open promises will get
// another date. The counting itself is done by promises, which this package
// only asks:
//
//	form ──▶ Entry ──▶ Foresee ──▶ «37 promises move» ──▶ Enter ──▶ Recount
//	            ▲ gaps, overlaps and contradictions are refused beside the field
//
// What was entered together is taken back together.
package hours
