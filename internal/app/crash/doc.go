// Package crash kills the running program again and again while residents
// report and write, and then counts: nothing that was acknowledged may be
// missing, and nothing may have been done twice. It holds tests only.
package crash
