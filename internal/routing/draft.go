package routing

import (
	"context"
	"encoding/json"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/routing/rules"
)

// draft is rules that somebody is changing; a city has one at a time.
type draft struct {
	Revision int // 0: not begun; what decides now is shown
	Based    int // the version it began from
	Set      rules.Set
	Before   []json.RawMessage // the newest last
	Looked   int               // the revision whose simulation somebody looked at
	Person   city.ID
	At       time.Time
}

// begun reports whether anything was changed.
func (d draft) begun() bool { return d.Revision > 0 }

// body is a set as a draft keeps it: with the numbers of its rules.
type body struct {
	Rules []numbered   `json:"rules"`
	Lists []rules.List `json:"lists,omitempty"`
}

type numbered struct {
	Number int `json:"id,omitempty"`
	Rule
}

func packed(s rules.Set) ([]byte, error) {
	b := body{Lists: s.Lists}
	for _, r := range s.Rules {
		b.Rules = append(b.Rules, numbered{r.ID, r})
	}
	return json.Marshal(b)
}

func unpacked(text []byte) (rules.Set, error) {
	var b body
	if err := json.Unmarshal(text, &b); err != nil {
		return rules.Set{}, err
	}
	s := rules.Set{Lists: b.Lists}
	for _, n := range b.Rules {
		n.Rule.ID = n.Number
		s.Rules = append(s.Rules, n.Rule)
	}
	return s, nil
}

func scanDraft(r db.Row) (draft, error) {
	var d draft
	var text, before string
	var at int64
	if err := r.Scan(&d.Revision, &d.Based, &text, &before, &d.Looked, &d.Person, &at); err != nil {
		return d, err
	}
	d.At = db.Time(at)
	if err := json.Unmarshal([]byte(before), &d.Before); err != nil {
		return d, err
	}
	var err error
	d.Set, err = unpacked([]byte(text))
	return d, err
}

// draftOf is what somebody is changing, or what decides now.
func draftOf(ctx context.Context, q db.Query) (draft, error) {
	d, err := db.One(ctx, q, scanDraft, `SELECT revision, based_on, body, before, looked, person, at FROM routing_rule_drafts
		WHERE tenant_id = $1`, q.Tenant())
	if fault.KindOf(err) != fault.NotFound {
		return d, err
	}
	live, err := liveVersion(ctx, q)
	if err != nil {
		return draft{}, err
	}
	ever, err := everyRule(ctx, q)
	return draft{Based: live.Number, Set: live.set(ever)}, err
}

// mostBefore is how many changes can be taken back.
const mostBefore = 30

// saveDraft keeps a draft, if nobody changed it since it was read.
func saveDraft(ctx context.Context, tx *db.Tx, d draft) error {
	text, err := packed(d.Set)
	if err != nil {
		return err
	}
	if n := len(d.Before); n > mostBefore {
		d.Before = d.Before[n-mostBefore:]
	}
	before, err := json.Marshal(d.Before)
	if err != nil {
		return err
	}
	res, err := tx.ExecContext(ctx, `INSERT INTO routing_rule_drafts (tenant_id, revision, based_on, body, before, looked, person, at)
		VALUES ($1, $2, $3, $4, $5, 0, $6, $7) ON CONFLICT (tenant_id) DO UPDATE SET revision = excluded.revision,
		body = excluded.body, before = excluded.before, person = excluded.person, at = excluded.at
		WHERE routing_rule_drafts.revision = $8`,
		tx.Tenant(), d.Revision+1, d.Based, string(text), string(before), access.From(ctx).Person, db.Micros(clock.Now(ctx)), d.Revision)
	if err != nil {
		return err
	}
	return oneRow(res)
}

func deleteDraft(ctx context.Context, tx *db.Tx) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM routing_rule_drafts WHERE tenant_id = $1`, tx.Tenant())
	return err
}

// lookedAt remembers that somebody saw what this draft would do.
func lookedAt(ctx context.Context, tx *db.Tx, revision int) error {
	_, err := tx.ExecContext(ctx, `UPDATE routing_rule_drafts SET looked = $2 WHERE tenant_id = $1 AND revision = $2 AND looked <> $2`,
		tx.Tenant(), revision)
	return err
}

// changeDraft does something to the draft as it was when its page was drawn.
// What was before can be taken back.
func (s *Service) changeDraft(ctx context.Context, revision int, do func(d *draft) error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		d, err := draftOf(ctx, tx)
		if err != nil {
			return err
		}
		if d.Revision != revision {
			return fault.New(fault.Conflict, "routing.changed_meanwhile")
		}
		was, err := packed(d.Set)
		if err != nil {
			return err
		}
		if err := do(&d); err != nil {
			return err
		}
		d.Before = append(d.Before, was)
		return saveDraft(ctx, tx, d)
	})
}

// undoDraft takes the last change back.
func (s *Service) undoDraft(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		d, err := draftOf(ctx, tx)
		if err != nil || len(d.Before) == 0 {
			return err
		}
		last := len(d.Before) - 1
		if d.Set, err = unpacked(d.Before[last]); err != nil {
			return err
		}
		d.Before = d.Before[:last]
		return saveDraft(ctx, tx, d)
	})
}
