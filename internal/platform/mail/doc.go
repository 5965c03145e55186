// Package mail sends letters by SMTP, one at a time, and says honestly when a
// letter was not sent.
//
// A Letter is plain text; the HTML beside it is made from that text, in the
// direction of its language. Every letter tells other machines that a machine
// wrote it, so that no out-of-office note answers it.
//
// Where no mail server is set, Send answers ErrUnset: the city is run without
// e-mail and whoever keeps the books writes "not configured", not "sent".
// What to send to whom, and when to try again, is for others to decide.
package mail
