// Package guidebook keeps the guides in docs/guide true: that each exists in
// three languages with the same parts, that every word in bold is a word of the
// screens, that every link and picture leads somewhere, and that the pages they
// show open for the role they are written for.
//
//	scripts/guide.sh     takes the pictures anew
//
// It holds tests only.
package guidebook
