// Package dbtest lets a test say its sentence once and hear it on every engine.
//
//	dbtest.Every(t, func(t *testing.T, d *db.DB) { … }, requests.Schema)
//
// Each engine is a subtest with an empty database of its own: a file for
// SQLite, and for PostgreSQL a database on the server that MAHALLE_TEST_POSTGRES
// names (`make test` starts one). Without a server the test runs on SQLite and
// says so; where CI is set that is a failure, since nobody would read it.
package dbtest
