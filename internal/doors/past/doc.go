// Package past brings in what another system knows of requests: a file of rows
// and a mapping that says what its columns and words mean here.
//
//	file.csv[.gz] ──▶ rows ──mapping──▶ Past ──▶ requests, promises, journal, figures
//	                    └─▶ rejected rows, each with its reason, in a file beside
//
// An import can be repeated: a row whose external name is known is left alone.
// In the end it gives an account that adds up: read = new + known + rejected.
package past
