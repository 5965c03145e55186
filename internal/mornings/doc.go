// Package mornings writes one letter to whoever works on requests when the own
// unit opens: what is due today, what is late, what is new since the last
// working day. Where there is nothing to say, nothing is sent.
//
//	every quarter hour ──▶ whose unit has just opened? ──▶ one job a person and day
//	                                                           └──▶ one letter
//
// An order is remembered by its person and day, so two nodes write once. The
// letter is made when it is sent and kept nowhere: it repeats what the lists
// show. Whoever wants none says so on the own account page.
package mornings
