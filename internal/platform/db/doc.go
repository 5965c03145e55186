// Package db keeps what the city entrusts to us, on SQLite or PostgreSQL, with
// one SQL text for both.
//
// Reading and writing are two different counters:
//
//	all, err := db.All(ctx, d.Read(ctx), scan, `SELECT … WHERE tenant_id = $1`, …)
//	err := d.Write(ctx, func(tx *db.Tx) error { … })
//
// On SQLite a single writer gathers the writes that are waiting into one
// transaction, each under its own savepoint, and acknowledges them after the
// commit has reached the disk. Acknowledged means durable. One caller's error
// undoes only its own work. On PostgreSQL each Write is a transaction of its
// own, tried again when the server asks for it; so the function given to Write
// may run more than once and must keep its hands off everything but the Tx.
//
// Every statement names its tenant (data law 1); the tenant travels in the
// context and comes out of Query.Tenant.
package db
