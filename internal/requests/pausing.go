package requests

import (
	"context"
	"slices"
	"time"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/promises"
)

// The clock of the repair may stand still for a reason from a closed list. The
// law's clock never does: there an interim reply tells how things stand.

// Pause stops the clock of the repair.
func (s *Service) Pause(ctx context.Context, tx *db.Tx, number, reason string) error {
	r, err := byNumber(ctx, tx, number)
	if err != nil {
		return err
	}
	if err := mayWork(access.From(ctx), &r, CanAsk); err != nil {
		return err
	}
	if !slices.Contains(promises.PauseReasons, reason) {
		return fault.Fields(fault.Field{Name: "reason", Key: "promises.unknown_pause_reason"})
	}
	all, err := promises.About(ctx, tx, r.ID)
	if err != nil {
		return err
	}
	if !clockRuns(all) {
		return fault.Fields(fault.Field{Name: "reason", Key: whyNoPause(all)})
	}
	return s.ledger.Pause(ctx, tx, r.ID, promises.Repair, reason)
}

// Resume lets the clock of the repair run again.
func (s *Service) Resume(ctx context.Context, tx *db.Tx, number string) error {
	r, err := byNumber(ctx, tx, number)
	if err != nil {
		return err
	}
	if err := mayWork(access.From(ctx), &r, CanAsk); err != nil {
		return err
	}
	if err := s.ledger.Resume(ctx, tx, r.ID, ""); err != nil {
		return err
	}
	return s.redate(ctx, tx, &r, "resumed")
}

// clockRuns reports whether there is a clock that may be stopped now.
func clockRuns(all []promises.Promise) bool {
	return slices.ContainsFunc(all, func(p promises.Promise) bool {
		return p.Of == promises.Repair && p.MayPause && p.State == promises.Open && p.Owed()
	})
}

// whyNoPause says why no clock can be stopped.
func whyNoPause(all []promises.Promise) string {
	for i := range all {
		if p := &all[i]; p.Owed() && p.Of == promises.Repair {
			return "promises.not_running"
		}
	}
	return "promises.may_not_pause"
}

// stands tells since when the clock of a request stands still, and why.
type stands struct {
	Since  time.Time
	Reason string // of promises.PauseReasons
}

func standsStill(all []promises.Promise) (stands, bool) {
	for i := range all {
		if p := &all[i]; p.State == promises.Paused && p.Owed() {
			return stands{p.PausedAt, p.Reason}, true
		}
	}
	return stands{}, false
}

// fitting leaves out the acts that the clocks do not allow now.
func fitting(acts []string, all []promises.Promise) []string {
	_, still := standsStill(all)
	return slices.DeleteFunc(acts, func(name string) bool {
		return name == "resume" && !still || name == "pause" && !clockRuns(all)
	})
}
