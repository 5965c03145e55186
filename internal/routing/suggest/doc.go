// Package suggest learns from a city's own closed cases which subject a
// resident's words are about, and says so only where it has proved to be right.
//
// A text is read as folded words, pairs of words, and runs of two to five
// letters inside words: endings, slips and half-spaces of Turkish and Persian
// change few of them. A linear model weighs them. Each subject has a threshold,
// found on cases the model had not seen; a subject that cannot be proved is off
// and never suggested. Nothing is decided here: a person chooses.
//
//	closed cases ──Train──▶ Model, Report
//	words ────────Suggest─▶ guesses, the surest first
//
// It knows no database and no city.
package suggest
