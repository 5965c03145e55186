package mailroom

import (
	"context"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/files"
)

// Kept is a letter of somebody, with what it says.
type Kept struct {
	ID     city.ID
	At     time.Time
	Number string // of the request it became or joined
	Unread bool   // nobody has decided about it yet
	Text   string // sender, subject and words
	Photos []files.Ref
	Reply  string // what the mailroom wrote back
}

// KeptFrom lists the letters of a person that are still held, by an address as it
// is written there. It reads the whole table: it is asked seldom.
func (s *Service) KeptFrom(ctx context.Context, q db.Query, email, phone string) ([]Kept, error) {
	all, err := db.All(ctx, q, scan, `SELECT `+columns+` FROM mailroom_letters l JOIN mailroom_words w ON (w.tenant_id, w.letter) = (l.tenant_id, l.id)
		WHERE l.tenant_id = $1 AND ($2 <> '' AND w.address = $2 OR $3 <> '' AND w.phone = $3) ORDER BY l.id`, q.Tenant(), email, phone)
	if err != nil {
		return nil, err
	}
	kept := make([]Kept, len(all))
	for i, m := range all {
		if kept[i], err = keptOf(ctx, q, m); err != nil {
			return nil, err
		}
	}
	return kept, nil
}

func keptOf(ctx context.Context, q db.Query, m Mail) (Kept, error) {
	k := Kept{ID: m.ID, At: m.At, Number: m.Number, Unread: m.State == Waiting || m.State == Held,
		Text: lines(m.Name, m.Address, m.Phone, m.Subject, m.Whole)}
	photos, err := photosOf(ctx, q, m.ID)
	if err != nil {
		return k, err
	}
	for _, p := range photos {
		k.Photos = append(k.Photos, p.Full)
	}
	replies, err := repliesTo(ctx, q, m.ID)
	for _, r := range replies {
		k.Reply = lines(k.Reply, r.Subject, r.Text)
	}
	return k, err
}

func lines(parts ...string) string {
	text := ""
	for _, p := range parts {
		if p != "" && text != "" {
			text += "\n"
		}
		text += p
	}
	return text
}

// ForgetLetter erases who wrote a letter, what it says and what was written back.
// That it came is still counted.
func (s *Service) ForgetLetter(ctx context.Context, tx *db.Tx, id city.ID) error {
	for _, text := range []string{
		`DELETE FROM mailroom_words WHERE tenant_id = $1 AND letter = $2`,
		`DELETE FROM mailroom_photos WHERE tenant_id = $1 AND letter = $2`,
		`UPDATE mailroom_letters SET sender = '' WHERE tenant_id = $1 AND id = $2`,
		`UPDATE mailroom_replies SET subject = '', text = '' WHERE tenant_id = $1 AND letter = $2`,
	} {
		if _, err := tx.ExecContext(ctx, text, tx.Tenant(), id); err != nil {
			return err
		}
	}
	return nil
}

// Forget erases the letters that became or joined a request; their photos on it
// are the request's.
func (s *Service) Forget(ctx context.Context, tx *db.Tx, number string) error {
	all, err := db.All(ctx, tx, db.Value[city.ID], ofRequest, tx.Tenant(), number)
	for _, id := range all {
		if err == nil {
			err = s.ForgetLetter(ctx, tx, id)
		}
	}
	return err
}

const ofRequest = `SELECT id FROM mailroom_letters WHERE tenant_id = $1 AND number = $2 AND state IN ('opened', 'joined')`

// Addresses gives every e-mail address and telephone number that letters bear.
func (s *Service) Addresses(ctx context.Context, q db.Query, each func(email, phone string)) error {
	rows, err := q.QueryContext(ctx, `SELECT address, phone FROM mailroom_words WHERE tenant_id = $1`, q.Tenant())
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var email, phone string
		if err := rows.Scan(&email, &phone); err != nil {
			return err
		}
		each(email, phone)
	}
	return rows.Err()
}
