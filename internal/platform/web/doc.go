// Package web is the door: it finds out which city is asked, in which language,
// by whom, and whether they may, and hands over to the capability's handler.
//
// No route can be registered without saying what it needs:
//
//	r.Handle("GET /requests/{number}", access.Public, s.show)
//
// A handler translates and steps aside; it returns its error, and the door
// turns a fault into a page or JSON in the reader's language with the right
// status. Errors that are ours are logged in full and shown as an apology.
package web
