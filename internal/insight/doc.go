// Package insight keeps the city's figures and shows them: what is open, what
// is late, what was finished in time and what residents say about it.
//
// The figures are not searched for when a page asks. Every piece of news about
// a request changes them in the transaction that made it true: the old standing
// is taken away, the new one added. A page then reads a few hundred rows,
// however many requests the city has.
//
//	insight_open   what is open now, by due day, district and owning unit
//	insight_days   what happened on a day, by district and by unit
//	insight_drift  what the nightly recount found
//
// What is open, and what was opened on which day, is a fact of the requests as
// they stand: both follow a request when it is handed over or moved on the map.
// What was finished, confirmed or reopened is a fact of its day and stays with
// the unit and the district of that day, whatever becomes of the request later;
// otherwise a resident's "no" would vanish from the figures once it is heeded.
//
// Every night a random past week is counted again, from the requests and from
// the journal, and any difference is an error that administrators see.
//
// It listens to all events of events/requests.go, within their transaction. It
// announces nothing.
package insight
