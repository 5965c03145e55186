// Package mailtest is a mail server on this machine that delivers to nobody: it
// keeps the letters it is given, for tests and for the mail box that visitors of
// a demonstration city can open.
//
// It speaks real SMTP on a real socket, so what is sent to it would have been
// sent. It listens on 127.0.0.1 only.
package mailtest
