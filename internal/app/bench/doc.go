// Package bench measures the real server over HTTP, beside the ceiling of the
// same machine in the same run, and prints what it found.
//
// The server is a process of its own, so that its processor time and memory are
// its own too; the load comes from here with exact counts. A ceiling is a bare
// net/http server that sends bytes of the same size, or the bare driver that
// writes the same rows in grouped, durable commits. Absolute times of shared
// machines compare only within one run; shares of the ceiling and processor
// time per request are what to quote.
package bench
