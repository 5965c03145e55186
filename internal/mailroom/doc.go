// Package mailroom takes in what is written to the city by e-mail or on paper,
// and loses none of it.
//
// A letter comes in exactly once, however often the line breaks: it is kept in
// one transaction under its own name and moved to the mailbox's folder
// "Mahalle/done" only afterwards. What a machine wrote is set aside and never
// answered. An answer to a letter of ours joins its request, if the address it
// was sent to bears the city's seal and the sender is who asked; every other
// letter waits for the desk, which opens a request with it.
//
//	mailbox ──┬──▶ machine, bounce        no person wrote it
//	          ├──▶ held                   too many from one sender
//	          ├──▶ joined                 the resident's words on a request
//	paper ────┴──▶ waiting ──┬──▶ opened  a request, with an owner and dates
//	                  ▲      ├──▶ answered without a case
//	                  └─back─┴──▶ aside   not for us
//
// Letters wait; they do not age: a request begins when the desk opens it.
// It announces the events of events/mailroom.go. It listens to nothing.
package mailroom
