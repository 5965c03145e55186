package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"time"

	"mahalle/internal/routing/rules"
)

// RulesOptions is how many rules are asked about how many past cases.
type RulesOptions struct {
	Rules, Cases int
}

// RulesReport is how long it took.
type RulesReport struct {
	At       time.Time     `json:"at"`
	Machine  string        `json:"machine"`
	Rules    int           `json:"rules"`
	Cases    int           `json:"cases"`
	Moved    int           `json:"moved"`
	Simulate time.Duration `json:"simulate_ns"` // the median of five
	Decide   time.Duration `json:"decide_ns"`   // one decision
	Check    time.Duration `json:"check_ns"`    // the whole set
}

// Rules compares two invented sets of rules on invented cases.
func Rules(ctx context.Context, o RulesOptions) (*RulesReport, error) {
	before, after, past := rules.Invented(o.Rules, o.Cases)
	r := &RulesReport{At: time.Now(), Machine: fmt.Sprintf("%d cores, %s %s", runtime.NumCPU(), runtime.GOOS, runtime.GOARCH), Rules: o.Rules, Cases: o.Cases}
	var took []time.Duration
	for range 5 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		begun := time.Now()
		c := rules.Compare(before, after, rules.Office{})
		for _, p := range past {
			c.Add(p)
		}
		took, r.Moved = append(took, time.Since(begun)), c.Moved
	}
	slices.Sort(took)
	r.Simulate = took[len(took)/2]
	begun := time.Now()
	for _, p := range past {
		before.Decide(p.Case, rules.Office{})
	}
	r.Decide = time.Since(begun) / time.Duration(max(1, len(past)))
	begun = time.Now()
	after.Check(rules.World{}, rules.Office{})
	r.Check = time.Since(begun)
	return r, nil
}

// Print writes the figures for people.
func (r *RulesReport) Print(w io.Writer) {
	fmt.Fprintf(w, "%s\n%d cases against %d rules, today's and the draft's: %s (%d would move)\none decision: %s\nchecking the draft: %s\n",
		r.Machine, r.Cases, r.Rules, r.Simulate.Round(time.Microsecond), r.Moved, r.Decide, r.Check.Round(time.Microsecond))
}

// Save writes the figures as JSON.
func (r *RulesReport) Save(path string) error {
	body, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(body, '\n'), 0o600)
}
