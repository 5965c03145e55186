// Package backup keeps a city safe from its own disk: one folder that holds the
// database and every file as they belonged together at one moment, made while
// the program runs, checked, and brought back.
//
//	backup/mahalle.db     a copy of the SQLite database
//	backup/files/ab/cd/…  what people attached, each named by its hash
//	backup/signet         what makes residents' own links theirs
//	backup/forgotten      who asked to be forgotten, by marks under the seal
//	backup/backup.json    when, of which version, how much
//
// The database is copied first and the files after it: a file is on the disk
// before the row that names it, is never changed, and is removed only once no row
// names it; so the files copied later hold everything that is still wanted of what
// the earlier database speaks of.
//
// A backup gets its name when it is whole; what was cut off lies in NAME.partial.
// PostgreSQL is copied by pg_dump (docs/operate/backup.md).
package backup
