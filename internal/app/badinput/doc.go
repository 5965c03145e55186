// Package badinput sends to every form of the program what nobody should send:
// hostile, overlong, of the wrong kind, in the wrong encoding. It finds the
// forms as people do, by walking from page to page, and knows every address
// that takes something from the router. It holds tests only.
package badinput
