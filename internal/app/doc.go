// Package app puts the program together.
//
//	app.go      the parts and the order in which they are made
//	bridges.go  what one capability needs of another, joined here and nowhere else
//	flows.go    how one capability's news becomes another's work: the city's day
//	cities.go   how a city pack becomes a city
//	frame.go    what surrounds every page
//	demo.go     demonstration cities and their /demo addresses
//	health.go   what operators and load balancers ask
//	serve.go    listening, and stopping without losing anything
//
// Only this package knows all capabilities. They do not know each other.
package app
