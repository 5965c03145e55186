package api

import "mahalle/internal/platform/db"

// OfRequests are requests and what can be done with them.
func OfRequests(d *db.DB, n Requests) Resource { return n.resource(d) }

// OfPromises is what is owed.
func OfPromises(d *db.DB, n Promised) Resource { return n.resource(d) }

// OfPlaces are districts and neighbourhoods.
func OfPlaces(n Known) Resource { return n.places() }

// OfSubjects is what requests can be about.
func OfSubjects(n Known) Resource { return n.subjects() }

// OfUnits are the units of the city.
func OfUnits(n Known) Resource { return n.units() }
