package questions

import (
	"context"
	"encoding/json"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/ask"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
)

// Version is what was asked about a subject from a moment on.
type Version struct {
	Number    int
	Questions []ask.Question
	Person    city.ID // who published it; empty: it came with the city's pack
	At        time.Time
}

const versionColumns = `version, body, person, at`

func scanVersion(r db.Row) (Version, error) {
	var v Version
	var body string
	var at int64
	if err := r.Scan(&v.Number, &body, &v.Person, &at); err != nil {
		return v, err
	}
	v.At = db.Time(at)
	return v, json.Unmarshal([]byte(body), &v.Questions)
}

// current is what is asked now; false if nothing ever was.
func current(ctx context.Context, q db.Query, subject string) (Version, bool, error) {
	v, err := db.One(ctx, q, scanVersion, `SELECT `+versionColumns+` FROM questions_versions
		WHERE tenant_id = $1 AND subject = $2 ORDER BY version DESC LIMIT 1`, q.Tenant(), subject)
	if fault.KindOf(err) == fault.NotFound {
		return Version{}, false, nil
	}
	return v, err == nil, err
}

// versions lists them, the newest first.
func versions(ctx context.Context, q db.Query, subject string) ([]Version, error) {
	return db.All(ctx, q, scanVersion, `SELECT `+versionColumns+` FROM questions_versions
		WHERE tenant_id = $1 AND subject = $2 ORDER BY version DESC`, q.Tenant(), subject)
}

func versionOf(ctx context.Context, q db.Query, subject string, number int) (Version, error) {
	return db.One(ctx, q, scanVersion, `SELECT `+versionColumns+` FROM questions_versions
		WHERE tenant_id = $1 AND subject = $2 AND version = $3`, q.Tenant(), subject, number)
}

// insertVersion adds the next version. Two at the same moment are a conflict,
// not a change of what is published.
func insertVersion(ctx context.Context, tx *db.Tx, subject string, v Version) error {
	body, err := json.Marshal(v.Questions)
	if err != nil {
		return err
	}
	res, err := tx.ExecContext(ctx, `INSERT INTO questions_versions (tenant_id, subject, version, body, person, at)
		VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, subject, version) DO NOTHING`,
		tx.Tenant(), subject, v.Number, string(body), v.Person, db.Micros(v.At))
	if err != nil {
		return err
	}
	return oneRow(res)
}

type result interface{ RowsAffected() (int64, error) }

func oneRow(res result) error {
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return fault.New(fault.Conflict, "questions.changed_meanwhile")
}

// draft is what somebody is working on.
type draft struct {
	Revision  int // 0: not begun; what is asked now is shown
	Questions []ask.Question
	Before    []json.RawMessage // the newest last
	Person    city.ID
	At        time.Time
}

func draftOf(ctx context.Context, q db.Query, subject string) (draft, error) {
	d, err := db.One(ctx, q, func(r db.Row) (draft, error) {
		var d draft
		var body, before string
		var at int64
		if err := r.Scan(&d.Revision, &body, &before, &d.Person, &at); err != nil {
			return d, err
		}
		d.At = db.Time(at)
		if err := json.Unmarshal([]byte(before), &d.Before); err != nil {
			return d, err
		}
		return d, json.Unmarshal([]byte(body), &d.Questions)
	}, `SELECT revision, body, before, person, at FROM questions_drafts WHERE tenant_id = $1 AND subject = $2`, q.Tenant(), subject)
	if fault.KindOf(err) != fault.NotFound {
		return d, err
	}
	v, _, err := current(ctx, q, subject)
	return draft{Questions: v.Questions}, err
}

// saveDraft keeps a draft, if nobody changed it since it was read.
func saveDraft(ctx context.Context, tx *db.Tx, subject string, d draft) error {
	body, err := json.Marshal(d.Questions)
	if err != nil {
		return err
	}
	before, err := json.Marshal(d.Before)
	if err != nil {
		return err
	}
	res, err := tx.ExecContext(ctx, `INSERT INTO questions_drafts (tenant_id, subject, revision, body, before, person, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant_id, subject) DO UPDATE SET revision = excluded.revision,
		body = excluded.body, before = excluded.before, person = excluded.person, at = excluded.at
		WHERE questions_drafts.revision = $8`,
		tx.Tenant(), subject, d.Revision+1, string(body), string(before), access.From(ctx).Person, db.Micros(clock.Now(ctx)), d.Revision)
	if err != nil {
		return err
	}
	return oneRow(res)
}

func deleteDraft(ctx context.Context, tx *db.Tx, subject string) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM questions_drafts WHERE tenant_id = $1 AND subject = $2`, tx.Tenant(), subject)
	return err
}

// tally is how much is asked about a subject, for the list.
type tally struct {
	subject string
	version Version
	draft   bool
}

func tallies(ctx context.Context, q db.Query) (map[string]tally, error) {
	all := map[string]tally{}
	rows, err := db.All(ctx, q, func(r db.Row) (tally, error) {
		var t tally
		var body string
		var at int64
		if err := r.Scan(&t.subject, &t.version.Number, &body, &t.version.Person, &at); err != nil {
			return t, err
		}
		t.version.At = db.Time(at)
		return t, json.Unmarshal([]byte(body), &t.version.Questions)
	}, `SELECT v.subject, v.version, v.body, v.person, v.at FROM questions_versions v WHERE v.tenant_id = $1 AND v.version =
		(SELECT max(version) FROM questions_versions o WHERE o.tenant_id = $1 AND o.subject = v.subject)`, q.Tenant())
	if err != nil {
		return nil, err
	}
	for _, t := range rows {
		all[t.subject] = t
	}
	drafts, err := db.All(ctx, q, db.Value[string], `SELECT subject FROM questions_drafts WHERE tenant_id = $1`, q.Tenant())
	for _, subject := range drafts {
		t := all[subject]
		t.subject, t.draft = subject, true
		all[subject] = t
	}
	return all, err
}

func askedAbout(ctx context.Context, q db.Query) (map[string]bool, time.Time, error) {
	subjects, last := map[string]bool{}, time.Time{}
	_, err := db.All(ctx, q, func(r db.Row) (struct{}, error) {
		var subject, body string
		var at int64
		err := r.Scan(&subject, &body, &at)
		subjects[subject] = body != "[]" && body != "null"
		if t := db.Time(at); t.After(last) {
			last = t
		}
		return struct{}{}, err
	}, `SELECT subject, body, at FROM questions_versions WHERE tenant_id = $1 ORDER BY subject, version`, q.Tenant())
	return subjects, last, err
}
