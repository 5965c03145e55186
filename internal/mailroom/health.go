package mailroom

import (
	"context"
	"time"

	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
)

// Health is how a mailbox does.
type Health struct {
	Box    string
	Read   time.Time // when it was last read to its end; zero: never
	Failed time.Time // since when it cannot be read; zero: it can
	Error  string    // why: unreachable, sign_in, folder or server
	Silent bool      // nobody has read it for a while
}

// Well reports whether letters come in.
func (h Health) Well() bool { return h.Failed.IsZero() && !h.Silent }

// quiet is how long a mailbox may go unread before somebody should look.
const quiet = 20 * time.Minute

// Boxes tells how the city's mailboxes do; none where letters come on paper only.
func (s *Service) Boxes(ctx context.Context) ([]Health, error) {
	now := clock.Now(ctx)
	return db.All(ctx, s.db.Read(ctx), func(r db.Row) (h Health, err error) {
		var first, read, failed int64
		err = r.Scan(&h.Box, &first, &read, &failed, &h.Error)
		h.Read, h.Failed = db.Time(read), db.Time(failed)
		h.Silent = now.Sub(db.Time(max(first, read))) > quiet
		return h, err
	}, `SELECT box, first_at, read_at, failed_at, error FROM mailroom_boxes WHERE tenant_id = $1 ORDER BY box`, db.TenantFrom(ctx))
}

// Waits counts the letters nobody has read yet, up to a thousand.
func (s *Service) Waits(ctx context.Context) (int, error) { return count(ctx, s.db.Read(ctx), Waiting) }

// InState lists letters in a state, the oldest first, at most a thousand.
func (s *Service) InState(ctx context.Context, state State) ([]Mail, error) {
	return inState(ctx, s.db.Read(ctx), state, "", 1000)
}
