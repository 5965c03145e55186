// Package table reads the small tab- or comma-separated files that cities
// write by hand or in a spreadsheet, and says exactly what is wrong with them.
//
//	code	name_tr	population
//	# a line that starts with a hash is a remark
//	akhisar	Akhisar	181472
//
// The first line that is no remark names the columns. A byte-order mark and
// Windows line ends are welcome; a spreadsheet leaves both behind. Every fault
// is collected with file and line, so that one reading shows all there is to
// put right.
package table
