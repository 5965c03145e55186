// Package ui is the look of the whole house: the frame around every page, the
// parts that pages are made of, and the fonts, style and scripts that go along.
//
// A page is written by its capability and put into a frame from here:
//
//	@ui.Public(title) { … }   what residents see
//	@ui.Staff(title) { … }    what people at work see
//
// Three parts are ours alone. The promise bar (Promise) shows everything owed
// with its due date always at the same place. The number plate (Plate) shows a
// request's number like the enamel number beside a door. The voice (Quote)
// marks what a resident said, so that nobody has to ask who is speaking.
//
// Colours are said by meaning (Tone), never by name. Words come from the
// caller, already in the reader's language; the few that the parts need
// themselves are in locales/. Every page works without script; the islands in
// islands/ make a good page better. No page carries style or script inside, so
// the strictest content security policy holds.
//
// The style, fonts and scripts in static/ are built from assets/ and islands/
// by "go generate" (needs Node, once) and committed, so that running Mahalle
// needs Go alone. "go run ./internal/platform/ui/build -check" proves them
// current.
package ui

//go:generate go run ./build
