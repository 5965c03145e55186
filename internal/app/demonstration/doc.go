// Package demonstration fills a city with a year of invented life, so that a
// newcomer stands in a living city after one command.
//
// Nothing is written past the rules: every invented report is opened, taken,
// answered, finished and confirmed through the same use cases as a real one,
// each at its own moment of the past. The same seed makes the same year. All
// people, words and requests are invented and labelled as such.
package demonstration
