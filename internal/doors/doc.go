// Package doors knows the other systems that come in and go out: who they are,
// what they may, and how their last calls went. The doors themselves stand in
// the folders below it.
//
//	key ──ByKey──▶ Partner ──May, Sees──▶ what it may do, and with what
//	                  ├──Allow──▶ not more often than agreed
//	                  └──Note───▶ last calls and failures, written a few seconds later
//
//	doors/open311   GeoReport v2
//	doors/feeds     what everybody may follow, and one's own promises
//	doors/hooks     what happens, told at addresses that others name
//	doors/past      what another system remembers, from a file
//
// A key is shown once and kept as a hash. A partner has several, so that one can
// be replaced while the other still works.
//
// It announces the events of events/doors.go. It listens to nothing.
package doors
