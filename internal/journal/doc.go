// Package journal keeps one line for everything that happened: who, when, what,
// where and why.
//
// An Entry is written in the same transaction as the change itself and is never
// changed or removed. It is the history that people read, the audit that an
// inspector reads, and the feed from which one capability's news becomes
// another's work. Entries hold codes and numbers, no names and no texts of
// residents, so that erasing a person's rows never needs to touch an entry.
//
//	Record ──▶ entry ──▶ Within: in the same transaction (figures that must agree)
//	                └──▶ On:     later, at least once, one job per listener
//
// A listener that fails is tried again by itself; it never holds up the others.
package journal
