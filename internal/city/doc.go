// Package city holds the few words that everybody in the house shares: who a
// tenant is, what a day, a place and a text in three languages are.
//
// It does no input or output and imports nothing of ours. If a word is used by
// one capability only, it belongs to that capability and not here.
package city
