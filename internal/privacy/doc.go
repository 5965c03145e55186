// Package privacy answers residents who ask what the city holds about them, and
// forgets them when they want to be forgotten.
//
// What is held lies in many hands; it is asked of each through Needs. A person is
// known by an e-mail address, a telephone number or both, and is written down
// nowhere: a Matter keeps only marks made under the city's seal, by which the
// same person is known again.
//
//	asked ──▶ found ──┬──▶ a copy in the person's hands
//	                  └──▶ erased ──▶ mark in the table and in the book
//	                         └─ but: kept for a reason of law ──(reason ends)──▶ erased
//
// The book is a file beside the database. A backup that is brought back is older
// than its newest lines; what they name is erased again before anybody is served.
//
// Contacts of requests that were closed long ago are erased without being asked,
// after the city's own number of days.
//
// It announces the events of events/privacy.go. It listens to nothing.
package privacy
