// Package widget lets a foreign page show how a neighbourhood or district stands:
// a small page for a frame, and a line of code that puts the frame there.
//
// The framed page is the only one of the house that others may frame. It sets no
// cookie, asks for no script, says as of when its figures are, and leads to us.
//
// It keeps nothing of its own, announces nothing and listens to nothing.
package widget
