// Package open311 lets other systems in by Open311 GeoReport v2: apps read what
// is asked of the city and report for residents, in XML and in JSON.
//
//	GET  discovery · services · services/CODE · requests · requests/ID · tokens/TOKEN · servicerequestupdates
//	POST requests · servicerequestupdates                       with a key
//
// Each document is described once and written as either format, so that the two
// cannot differ (tree.go). Everything obeys the rules of the public pages: who
// asked is never told, and what is not for everybody is not there.
//
// What the specification leaves open is decided by what its clients can read:
// refusals are 400, 403 or 404 in the format asked for, codes begin with letters,
// elements carry no attributes.
package open311
