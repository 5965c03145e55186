package office

import (
	"context"
	"math"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
)

// How many wrong tries cost nothing: a login's owner mistypes, an address may
// hold a whole building. After that each wrong try doubles the wait.
const (
	freeByLogin   = 5
	freeByAddress = 20
	firstWait     = 2 * time.Second
	longestWait   = 15 * time.Minute
	rememberTries = 24 * time.Hour
)

// try is one attempt at a password. Only hashes of it reach the database.
type try struct{ login, address string }

func (t try) byLogin() string { return hashed("login " + t.login) }

// byAddress is empty when the address is not counted.
func (t try) byAddress() string {
	if t.address == "" {
		return ""
	}
	return hashed("address " + t.address)
}

// count counts the try before the password is looked at, as if it were wrong;
// whoever is right is forgiven. So a hundred tries at once are a hundred tries.
// It gives how often the login was tried in vain, or asks to wait.
func (s *Service) count(ctx context.Context, t try) (failures int, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		failures, err = countOne(ctx, tx, t.byLogin(), freeByLogin)
		if err != nil || t.byAddress() == "" {
			return err
		}
		_, err = countOne(ctx, tx, t.byAddress(), freeByAddress)
		return err
	})
	return failures, err
}

func countOne(ctx context.Context, tx *db.Tx, who string, free int) (failures int, err error) {
	now := clock.Now(ctx)
	failures, err = db.One(ctx, tx, db.Value[int], `INSERT INTO office_attempts (tenant_id, who, failures, wait_till, last_at)
		VALUES ($1, $2, 1, 0, $3) ON CONFLICT (tenant_id, who) DO UPDATE
		SET failures = CASE WHEN office_attempts.last_at < $4 THEN 1 ELSE office_attempts.failures + 1 END, last_at = excluded.last_at
		WHERE office_attempts.wait_till <= $3
		RETURNING failures`, tx.Tenant(), who, db.Micros(now), db.Micros(now.Add(-rememberTries)))
	if fault.KindOf(err) == fault.NotFound {
		return 0, mustWait(ctx, tx, who, now)
	}
	if err != nil || failures < free {
		return failures, err
	}
	_, err = tx.ExecContext(ctx, `UPDATE office_attempts SET wait_till = $3 WHERE tenant_id = $1 AND who = $2`,
		tx.Tenant(), who, db.Micros(now.Add(waitAfter(failures-free))))
	return failures, err
}

func waitAfter(beyond int) time.Duration {
	return min(firstWait<<min(beyond, 16), longestWait)
}

func mustWait(ctx context.Context, tx *db.Tx, who string, now time.Time) error {
	till, err := db.One(ctx, tx, db.Value[int64], `SELECT wait_till FROM office_attempts WHERE tenant_id = $1 AND who = $2`, tx.Tenant(), who)
	if err != nil {
		return err
	}
	minutes := int(math.Ceil(db.Time(till).Sub(now).Minutes()))
	return &fault.Fault{Kind: fault.TooOften, Key: "office.wait", Args: []any{"n", minutes},
		On: []fault.Field{{Name: "password", Key: "office.wait", Args: []any{"n", minutes}}}}
}

// refuse says no in the same words, whatever the reason. It writes a row for a login
// that nobody has as well, so that both answers cost one flush to the disk.
func (s *Service) refuse(ctx context.Context, t try, person city.ID, failures int, key string) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE office_attempts SET last_at = $3 WHERE tenant_id = $1 AND who = $2`,
			tx.Tenant(), t.byLogin(), db.Micros(clock.Now(ctx))); err != nil || person == "" {
			return err
		}
		return s.journal.Record(ctx, tx, events.SignInRefused{Person: events.Person{ID: person}, TooOften: failures >= freeByLogin})
	})
	if err != nil {
		return err
	}
	return about("password", key)
}

// forgive forgets the wrong tries of somebody who knew the password in the end.
// Of the address it takes back this try only: others may be guessing there.
func forgive(ctx context.Context, tx *db.Tx, t try) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM office_attempts WHERE tenant_id = $1 AND who = $2`, tx.Tenant(), t.byLogin()); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `UPDATE office_attempts SET failures = failures - 1, wait_till = 0
		WHERE tenant_id = $1 AND who = $2 AND failures > 0`, tx.Tenant(), t.byAddress())
	return err
}
