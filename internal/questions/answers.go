package questions

import (
	"context"
	"encoding/json"
	"fmt"

	"mahalle/internal/city"
	"mahalle/internal/platform/ask"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
)

// asWritten are the words kept beside an answer.
type asWritten struct {
	Label city.Text   `json:"label"`
	Said  []city.Text `json:"said,omitempty"`
	Unit  city.Text   `json:"unit,omitzero"`
}

func insertAnswer(ctx context.Context, tx *db.Tx, request city.ID, sort int, of *Answered, a ask.Answer) error {
	words, err := json.Marshal(asWritten{Label: a.Label, Said: a.Said, Unit: a.Unit})
	if err != nil {
		return fmt.Errorf("questions: the words of an answer: %w", err)
	}
	personal := 0
	if a.Personal {
		personal = 1
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO questions_answers (tenant_id, request, sort, subject, version, question, kind, value, words, personal)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		tx.Tenant(), request, sort, of.Subject, of.Version, a.Question, a.Kind, a.Value, string(words), personal)
	return err
}

func answersOf(ctx context.Context, q db.Query, request city.ID) ([]Given, error) {
	return db.All(ctx, q, func(r db.Row) (Given, error) {
		var g Given
		var words string
		var erased int64
		if err := r.Scan(&g.Subject, &g.Version, &g.Question, &g.Kind, &g.Value, &words, &g.Personal, &erased); err != nil {
			return g, err
		}
		g.Erased = erased != 0
		var w asWritten
		if json.Unmarshal([]byte(words), &w) != nil {
			w.Label = city.Text{TR: g.Question, FA: g.Question, EN: g.Question} // damaged words must not hide the request
		}
		g.Label, g.Said, g.Unit = w.Label, w.Said, w.Unit
		return g, nil
	}, `SELECT subject, version, question, kind, value, words, personal, erased_at FROM questions_answers
		WHERE tenant_id = $1 AND request = $2 ORDER BY sort`, q.Tenant(), request)
}

// erase takes away values and chosen options, and leaves what was asked.
func erase(ctx context.Context, tx *db.Tx, request city.ID) error {
	all, err := answersOf(ctx, tx, request)
	if err != nil {
		return err
	}
	for _, a := range all {
		if !a.Personal || a.Erased {
			continue
		}
		words, err := json.Marshal(asWritten{Label: a.Label, Unit: a.Unit})
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE questions_answers SET value = '', words = $4, erased_at = $5
			WHERE tenant_id = $1 AND request = $2 AND question = $3`, tx.Tenant(), request, a.Question, string(words), db.Micros(clock.Now(ctx))); err != nil {
			return err
		}
	}
	return nil
}
