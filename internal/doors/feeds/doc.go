// Package feeds lets programs follow the city without asking anybody: public
// requests as Atom and GeoJSON, working calendars and one's own promises as
// iCalendar.
//
// Everything here obeys the rules of the public list: what is confidential, and
// who asked, is in none of it. Lists are read from ranges of an index and answer
// "nothing new" by ETag. One's own promises hang on a secret link that the city's
// signet makes and its owner can end.
//
// It announces the facts about links in events/doors.go. It listens to nothing.
package feeds
