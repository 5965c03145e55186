// Package jobs does later what should not keep anybody waiting now: letters,
// sweeps, news from one capability to another.
//
// A job is a row, written in the same transaction as the change that wants it,
// so neither can exist without the other. A worker leases due jobs of one
// tenant at a time, tries again after a failure with growing, jittered pauses,
// and lays aside what keeps failing where an administrator sees it ("dead").
// A job may run twice if a process dies between doing and telling; handlers
// make repetition harmless.
//
//	ready ──lease──▶ ready (leased) ──done──▶ gone
//	   ▲── pause ── failed ──too often──▶ dead
package jobs
