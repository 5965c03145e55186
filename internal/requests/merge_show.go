package requests

import (
	"context"
	"slices"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/promises"
)

// mergedRow is a request that says the same, with what is still owed for it.
type mergedRow struct {
	listRow
	Answer *promises.Promise // nil: answered
}

// besideMerged adds what was merged, and the answers that are still owed by the
// channels they came by.
func (s *Service) besideMerged(ctx context.Context, q db.Query, r *Request, b *beside) error {
	a := access.From(ctx)
	if r.MergedInto != "" {
		next, err := survivor(ctx, q, *r)
		if err != nil {
			return err
		}
		row := s.row(ctx, a, next)
		b.Survivor = &row
	}
	all, err := mergedInto(ctx, q, r.ID)
	for i := range all {
		row := mergedRow{listRow: s.row(ctx, a, all[i])}
		if row.Answer, err = answerOwed(ctx, q, all[i].ID); err != nil {
			return err
		}
		b.Merged = append(b.Merged, row)
	}
	if err != nil || len(b.Merged) == 0 && r.MergedInto == "" {
		return err
	}
	return s.besideOwed(ctx, q, r, b)
}

func (s *Service) besideOwed(ctx context.Context, q db.Query, r *Request, b *beside) error {
	own := mergedRow{listRow: s.row(ctx, access.From(ctx), *r)}
	var err error
	own.Answer, err = answerOwed(ctx, q, r.ID)
	for _, row := range append([]mergedRow{own}, b.Merged...) {
		if row.Answer != nil {
			b.Owed = append(b.Owed, row)
		}
	}
	return err
}

// fitting leaves out the acts for which there is no cause now.
func (b *beside) fitting(acts []string) []string {
	runs := len(b.Parts) > partsDone(b.Parts)
	return slices.DeleteFunc(acts, func(name string) bool {
		return name == "answer-given" && len(b.Owed) == 0 || (name == "end-part" || name == "sign") && !runs || name == "sign" && b.Signed
	})
}

// goesOnAt is the request on whose page one follows what was merged.
func goesOnAt(ctx context.Context, q db.Query, r *Request) (*Request, error) {
	if r.MergedInto == "" {
		return nil, nil
	}
	next, err := survivor(ctx, q, *r)
	return &next, err
}

// Acts of one request, by staff_acts.go.

// canMerge: what is worked on for itself, and leads nobody, can be a duplicate.
func canMerge(_ access.Actor, r *Request) bool {
	return r.Lead == "" && r.Members == 0 && r.Parent == "" && r.Parts == 0 &&
		slices.Contains([]Status{New, Working, Asked, Forwarded}, r.Status)
}

func isMerged(_ access.Actor, r *Request) bool { return r.MergedInto != "" && !r.Status.Open() }

func merge(s *Service, ctx context.Context, tx *db.Tx, n string, f form) error {
	other, err := s.otherRequest(ctx, tx, f.other)
	if err != nil {
		return err
	}
	return atField("other", s.Merge(ctx, tx, n, other.Number, f.text))
}

func unmerge(s *Service, ctx context.Context, tx *db.Tx, n string, _ form) error {
	return s.Unmerge(ctx, tx, n)
}

func answerGiven(s *Service, ctx context.Context, tx *db.Tx, n string, f form) error {
	return s.AnswerGiven(ctx, tx, n, f.text)
}
