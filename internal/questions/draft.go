package questions

import (
	"context"
	"encoding/json"
	"slices"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/ask"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
)

// mostUndone is how many steps back a draft remembers.
const mostUndone = 30

// mayEdit: a department asks about what it does itself, an administrator about
// everything.
func (s *Service) mayEdit(ctx context.Context, subject string) error {
	a := access.From(ctx)
	if a.Has(CanEdit) && (a.Has(editsAll) || slices.ContainsFunc(s.needs.Owners(ctx, subject), a.InUnit)) {
		return nil
	}
	return fault.New(fault.Forbidden, "questions.not_yours")
}

// langsOf are the languages in which a subject's questions are written: those of
// its own name.
func langsOf(name city.Text) []city.Lang {
	var langs []city.Lang
	for lang, text := range map[city.Lang]string{city.Turkish: name.TR, city.Persian: name.FA, city.English: name.EN} {
		if text != "" {
			langs = append(langs, lang)
		}
	}
	slices.SortFunc(langs, func(a, b city.Lang) int { return slices.Index(city.Langs, a) - slices.Index(city.Langs, b) })
	return langs
}

// change works on the draft of a subject; the first change begins it. A draft is
// always one that could be published. Revision is the one that was seen: a draft
// that somebody else changed meanwhile is left as it is.
func (s *Service) change(ctx context.Context, subject string, revision int, do func(all []ask.Question) ([]ask.Question, error)) error {
	name, err := s.subject(ctx, subject)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		d, err := seenDraft(ctx, tx, subject, revision)
		if err != nil {
			return err
		}
		before, err := json.Marshal(d.Questions)
		if err != nil {
			return err
		}
		if d.Questions, err = do(slices.Clone(d.Questions)); err != nil {
			return err
		}
		if problems := ask.Check(d.Questions, langsOf(name)); len(problems) > 0 {
			return fault.New(fault.Conflict, problems[0].Key)
		}
		d.Before = append(d.Before, before)
		d.Before = d.Before[max(0, len(d.Before)-mostUndone):]
		return saveDraft(ctx, tx, subject, d)
	})
}

func (s *Service) subject(ctx context.Context, code string) (city.Text, error) {
	name, known := s.needs.Subject(ctx, code)
	if !known {
		return name, fault.New(fault.NotFound, "questions.no_subject")
	}
	return name, s.mayEdit(ctx, code)
}

func seenDraft(ctx context.Context, tx *db.Tx, subject string, revision int) (draft, error) {
	d, err := draftOf(ctx, tx, subject)
	if err == nil && d.Revision != revision {
		err = fault.New(fault.Conflict, "questions.changed_meanwhile")
	}
	return d, err
}

// at finds a question by its code.
func at(all []ask.Question, code string) (int, error) {
	i := slices.IndexFunc(all, func(q ask.Question) bool { return q.Code == code })
	if i < 0 {
		return i, fault.New(fault.NotFound, "questions.no_question")
	}
	return i, nil
}

// Put writes a question into the draft: in the place of the one that was, or at
// the end.
func (s *Service) Put(ctx context.Context, subject string, revision int, was string, q ask.Question) error {
	return s.change(ctx, subject, revision, func(all []ask.Question) ([]ask.Question, error) {
		if was == "" {
			return append(all, q), nil
		}
		i, err := at(all, was)
		if err != nil {
			return nil, err
		}
		all[i] = q
		return renamed(all, was, q.Code), nil
	})
}

// renamed lets the conditions follow a question that was given another code.
func renamed(all []ask.Question, was, now string) []ask.Question {
	for i, q := range all {
		if q.When != nil && q.When.Question == was {
			all[i].When = &ask.When{Question: now, Is: q.When.Is}
		}
	}
	return all
}

// Move moves a question by so many places; beyond the ends it stays.
func (s *Service) Move(ctx context.Context, subject string, revision int, code string, by int) error {
	return s.change(ctx, subject, revision, func(all []ask.Question) ([]ask.Question, error) {
		i, err := at(all, code)
		if err != nil {
			return nil, err
		}
		q := all[i]
		all = slices.Delete(all, i, i+1)
		return slices.Insert(all, min(max(0, i+by), len(all)), q), nil
	})
}

// Remove takes a question out of the draft.
func (s *Service) Remove(ctx context.Context, subject string, revision int, code string) error {
	return s.change(ctx, subject, revision, func(all []ask.Question) ([]ask.Question, error) {
		i, err := at(all, code)
		if err != nil {
			return nil, err
		}
		return slices.Delete(all, i, i+1), nil
	})
}

// Begin puts the questions of an earlier version into the draft.
func (s *Service) Begin(ctx context.Context, subject string, revision, version int) error {
	v, err := versionOf(ctx, s.db.Read(ctx), subject, version)
	if fault.KindOf(err) == fault.NotFound {
		return fault.New(fault.NotFound, "questions.no_version")
	}
	if err != nil {
		return err
	}
	return s.change(ctx, subject, revision, func([]ask.Question) ([]ask.Question, error) { return v.Questions, nil })
}

// Undo takes back the last change to the draft.
func (s *Service) Undo(ctx context.Context, subject string, revision int) error {
	return s.onDraft(ctx, subject, revision, func(tx *db.Tx, d draft) error {
		if len(d.Before) == 0 {
			return fault.New(fault.Conflict, "questions.nothing_to_undo")
		}
		last := len(d.Before) - 1
		d.Questions = nil
		if err := json.Unmarshal(d.Before[last], &d.Questions); err != nil {
			return err
		}
		d.Before = d.Before[:last]
		return saveDraft(ctx, tx, subject, d)
	})
}

// Discard lets go of the draft; what is published stays.
func (s *Service) Discard(ctx context.Context, subject string, revision int) error {
	return s.onDraft(ctx, subject, revision, func(tx *db.Tx, _ draft) error { return deleteDraft(ctx, tx, subject) })
}

// Publish makes the draft the next version and tells the city.
func (s *Service) Publish(ctx context.Context, subject string, revision int) error {
	return s.onDraft(ctx, subject, revision, func(tx *db.Tx, d draft) error {
		now, _, err := current(ctx, tx, subject)
		if err != nil {
			return err
		}
		next := Version{Number: now.Number + 1, Questions: d.Questions, Person: access.From(ctx).Person, At: clock.Now(ctx)}
		if err := insertVersion(ctx, tx, subject, next); err != nil {
			return err
		}
		if err := deleteDraft(ctx, tx, subject); err != nil {
			return err
		}
		return s.journal.Record(ctx, tx, events.QuestionsPublished{Subject: subject, Version: next.Number, Asked: len(next.Questions)})
	})
}

// onDraft does something with a draft that somebody began.
func (s *Service) onDraft(ctx context.Context, subject string, revision int, do func(tx *db.Tx, d draft) error) error {
	if _, err := s.subject(ctx, subject); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		d, err := seenDraft(ctx, tx, subject, revision)
		if err != nil {
			return err
		}
		if d.Revision == 0 {
			return fault.New(fault.Conflict, "questions.no_draft")
		}
		return do(tx, d)
	})
}
