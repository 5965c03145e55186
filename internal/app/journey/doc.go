// Package journey walks through the running program with a real browser, in all
// three languages, as a resident, an officer and a chief would. It holds tests
// only.
package journey
