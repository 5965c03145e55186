package agencies

import (
	"context"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
)

// Ending is how a body's custody of a request ended.
type Ending string

// The endings.
const (
	With      Ending = ""           // it has it
	Returned  Ending = "returned"   // not theirs, they said
	Done      Ending = "done"       // finished while they had it
	TakenBack Ending = "taken_back" // the city gave it to somebody else, or ended it
)

// Custody is a body having a request for a while.
type Custody struct {
	ID        city.ID
	Request   city.ID
	Number    string
	Subject   string
	Unit      string
	Since     time.Time
	Due       time.Time // zero when nothing is owed
	Half      time.Time // half way from Since to Due
	Late      bool
	Accepted  time.Time // zero: they have not said yet that it is theirs
	Until     city.Day  // the day they named; 0: none
	Reference string    // their own number for it
	CameBack  time.Time // when the letter about it came back; zero: it did not
	Ended     time.Time // zero: they have it
	Ending    Ending
}

// half is the middle of the time a body has; zero when nothing is owed.
func half(since, due time.Time) time.Time {
	if due.IsZero() || !due.After(since) {
		return time.Time{}
	}
	return since.Add(due.Sub(since) / 2)
}

// linkLasts is how long a link opens what is over.
const linkLasts = 30 * 24 * time.Hour

// over reports whether a link to it opens nothing any more.
func (c Custody) over(now time.Time) bool { return !c.Ended.IsZero() && now.Sub(c.Ended) > linkLasts }

// ready refuses what can be done only while a body has the request.
func (c Custody) ready() error {
	if c.Ending == With {
		return nil
	}
	return fault.New(fault.Conflict, "agencies.ended_"+string(c.Ending), "number", c.Number)
}

const custodyColumns = `id, request, number, subject, unit, since, due_at, half_at, late, accepted_at, until_day, reference, came_back_at, ended_at, ending`

func scanCustody(r db.Row) (c Custody, err error) {
	var since, due, half, accepted, back, ended int64
	err = r.Scan(&c.ID, &c.Request, &c.Number, &c.Subject, &c.Unit, &since, &due, &half, &c.Late, &accepted, &c.Until, &c.Reference, &back, &ended, &c.Ending)
	c.Since, c.Due, c.Half, c.Accepted, c.Ended = db.Time(since), db.Time(due), db.Time(half), db.Time(accepted), db.Time(ended)
	c.CameBack = db.Time(back)
	return c, err
}

// heldNow is who has a request; false when no body outside does.
func heldNow(ctx context.Context, q db.Query, request city.ID) (Custody, bool, error) {
	c, err := db.One(ctx, q, scanCustody, `SELECT `+custodyColumns+` FROM agencies_custody
		WHERE tenant_id = $1 AND request = $2 AND ended_at = 0`, q.Tenant(), request)
	if fault.KindOf(err) == fault.NotFound {
		return c, false, nil
	}
	return c, err == nil, err
}

func custodyByID(ctx context.Context, q db.Query, id city.ID) (Custody, error) {
	return db.One(ctx, q, scanCustody, `SELECT `+custodyColumns+` FROM agencies_custody WHERE tenant_id = $1 AND id = $2`, q.Tenant(), id)
}

// mostHands is how many custodies of one request are looked through.
const mostHands = 50

// byNumber lists who had a request, the newest first.
func byNumber(ctx context.Context, q db.Query, number string) ([]Custody, error) {
	return db.All(ctx, q, scanCustody, `SELECT `+custodyColumns+` FROM agencies_custody
		WHERE tenant_id = $1 AND number = $2 ORDER BY id DESC LIMIT $3`, q.Tenant(), number, mostHands)
}

// withIt lists what a body has, the oldest first, after a mark.
func withIt(ctx context.Context, q db.Query, unit string, since int64, id city.ID, limit int) ([]Custody, error) {
	return db.All(ctx, q, scanCustody, `SELECT `+custodyColumns+` FROM agencies_custody
		WHERE tenant_id = $1 AND unit = $2 AND ended_at = 0 AND (since, id) > ($3, $4) ORDER BY since, id LIMIT $5`, q.Tenant(), unit, since, id, limit)
}

func insertCustody(ctx context.Context, tx *db.Tx, c Custody) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO agencies_custody (tenant_id, id, request, number, subject, unit, since, due_at, half_at, late)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		tx.Tenant(), c.ID, c.Request, c.Number, c.Subject, c.Unit, db.Micros(c.Since), db.Micros(c.Due), db.Micros(c.Half), flag(c.Late))
	return err
}

func saveCustody(ctx context.Context, tx *db.Tx, c Custody) error {
	_, err := tx.ExecContext(ctx, `UPDATE agencies_custody SET due_at = $3, half_at = $4, late = $5, accepted_at = $6, until_day = $7, reference = $8,
		ended_at = $9, ending = $10, subject = $11 WHERE tenant_id = $1 AND id = $2`, tx.Tenant(), c.ID, db.Micros(c.Due), db.Micros(c.Half), flag(c.Late),
		db.Micros(c.Accepted), c.Until, c.Reference, db.Micros(c.Ended), c.Ending, c.Subject)
	return err
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}
