// Package i18n speaks Turkish, Persian and English, and none of them better
// than the others.
//
// A Catalog holds every sentence of the house in the three languages. It is
// read once, when the program starts, and refuses to start with a sentence
// that is missing somewhere. A Locale is how one reader is spoken to: their
// language, the city's zone. It travels in the context and writes sentences,
// numbers, dates and times.
//
//	locales/*.json ──▶ Catalog ──Locale(lang, zone)──▶ Say, Number, Day, Clock …
//
// Sentences are never glued from pieces and inserted values take no suffix: a
// Turkish ending would have to follow a name we do not know.
//
// The other half of the package is for text that people type. CleanText is what
// we store, Fold and Words are what we search, Compare and SortKey put names in
// the order of a dictionary. Never use strings.ToLower on a resident's words:
// it turns ISPARTA into isparta.
package i18n
