// Package office is the municipality's own house: its units and the posts in
// them, who holds a post and until when, and how these people sign in.
//
// A role is held through a post in a unit, over an area, for a time. A deputy
// stands in between two dates and is forgotten afterwards by the calendar, not
// by a person. Nobody loses history when somebody leaves a post.
//
//	person ──holds, from … until──▶ post ──▶ unit ──▶ unit above
//	                                  └──▶ role: permissions
//
// Units, posts and roles come from the city's pack and stand in memory, so that
// asking for one costs nothing. People and who holds what are rows.
//
// Passwords are kept as argon2id hashes, sessions as hashes of opaque tokens.
// Somebody who guesses is made to wait, by name and by address.
//
// It announces the events of events/office.go. It listens to nothing.
package office
