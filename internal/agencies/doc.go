// Package agencies lets bodies outside the municipality (electricity, gas,
// telephone, police) work on what is handed to them, without an account.
//
// Such a body gets one letter for each request, with a sealed link. Behind the
// link it reads what is asked and answers in one of four ways; nothing is ever
// changed by opening a link, because programs that guard mailboxes open them too.
//
//	handed over ──▶ with it ──accept──▶ theirs, by a day they named
//	                  │ ▲──────say────── how things stand, for the city's unit
//	                  ├──return──▶ the city's unit again; twice: the desk
//	                  └──done────▶ the resident is asked
//
// The city's promise to the resident runs on all the while. A link opens its one
// request for its one body, until thirty days after the request is over, and no
// longer once the city has voided the body's links.
//
// It announces the events of events/agencies.go. It hears in the same transaction
// whatever moves a request, and later what it has to write letters about.
package agencies
