package table

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Fault is one thing to put right.
type Fault struct {
	File   string
	Line   int // 0 when the whole file is meant
	Reason string
}

// String prints a fault the way editors understand it: "units.tsv:14: reason".
func (f Fault) String() string {
	if f.Line == 0 {
		return f.File + ": " + f.Reason
	}
	return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Reason)
}

// Shown is how many faults are printed; a file in the wrong encoding has more
// than anybody wants to read.
const Shown = 50

// Faults collects what is wrong. It is an error once it holds something.
type Faults []Fault

// Add notes one fault. Line 0 means the whole file.
func (f *Faults) Add(file string, line int, format string, args ...any) {
	*f = append(*f, Fault{File: file, Line: line, Reason: fmt.Sprintf(format, args...)})
}

// Err is nil when nothing is wrong, and otherwise the faults in the order of
// files and lines.
func (f Faults) Err() error {
	if len(f) == 0 {
		return nil
	}
	slices.SortStableFunc(f, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return f
}

// Error lists the faults one a line, at most Shown of them.
func (f Faults) Error() string {
	var b strings.Builder
	for i, fault := range f {
		if i == Shown {
			fmt.Fprintf(&b, "\n… and %d more", len(f)-Shown)
			break
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(fault.String())
	}
	return b.String()
}
