// Package messages tells residents what became of their request, and keeps the
// ledger of what was sent to whom, when, and what did not arrive.
//
// A Letter is composed in the transaction that hears the news, in the language
// of its reader, and sent by a job of its own. The same news heard twice makes
// one letter. Where it went stands in a row of its own, so that a person can be
// forgotten and the ledger stays.
//
//	          ┌──▶ sent            the mail server took it
//	queued ───┼──▶ refused         it never will: nobody has that address
//	   ▲      ├──▶ failed          tried often enough; the server is not well
//	   │      └──▶ not_configured  the city has not named a mail server
//	   └────── again, by hand ──┘
//	kept    a demonstration shows its letters and sends none
//
// If the machine stops between sending a letter and noting it, the letter is
// sent a second time under the same Message-ID, by which mail programs know it.
//
// It listens to the news of requests. It announces nothing.
package messages
