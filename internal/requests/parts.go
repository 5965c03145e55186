package requests

import (
	"cmp"
	"context"
	"fmt"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/promises"
)

// One request, several works: each unit gets its part, with its own date. Parts
// are worked on like requests; whoever asked hears from the request alone, and
// sees how many parts are done. Figures count the request once and parts never.

// PartDraft is what one unit shall do.
type PartDraft struct {
	Unit    string // empty: by the owner rules for the subject
	Subject string // empty: the request's own
	Text    string
}

// Into how many parts a request may be split.
const (
	fewestParts = 2
	mostParts   = 10
)

// Split gives a request to several units in parts.
func (s *Service) Split(ctx context.Context, tx *db.Tx, number string, drafts []PartDraft) error {
	parts := 0
	var parent Request
	err := s.change(ctx, tx, number, func(r *Request) error {
		if err := s.maySplit(ctx, r, len(drafts)); err != nil {
			return err
		}
		if r.Status == New {
			r.Status = Working
		}
		parts = r.Parts + len(drafts)
		r.Parts = parts
		parent = *r
		return s.taken(ctx, tx, r)
	}, func(f events.Request) events.Event { return events.RequestSplit{Request: f, Parts: parts} })
	for i, d := range drafts {
		if err == nil {
			err = s.openPart(ctx, tx, &parent, parent.Parts-len(drafts)+i+1, d)
		}
	}
	return err
}

func (s *Service) maySplit(ctx context.Context, r *Request, more int) error {
	if err := mayWork(access.From(ctx), r, CanHandOver); err != nil {
		return err
	}
	switch total := r.Parts + more; {
	case r.Parent != "" || r.Status != New && r.Status != Working && r.Status != Asked:
		return fault.New(fault.Conflict, "requests.staff_not_now", "number", r.Number)
	case more == 0 || total < fewestParts || total > mostParts:
		return fault.Fields(fault.Field{Name: "text_1", Key: "requests.parts_how_many", Args: []any{"few", fewestParts, "most", mostParts}})
	}
	return nil
}

// openPart opens one part, with its owner and its date.
func (s *Service) openPart(ctx context.Context, tx *db.Tx, parent *Request, n int, draft PartDraft) error {
	if draft.Text == "" {
		return fault.Fields(fault.Field{Name: fmt.Sprintf("text_%d", n), Key: "requests.part_say_what"})
	}
	about := *parent
	about.Subject = cmp.Or(draft.Subject, parent.Subject)
	d, err := s.decideAgain(ctx, tx, &about)
	if err != nil {
		return err
	}
	if draft.Unit != "" {
		d.Unit, d.Rule = draft.Unit, 0
	}
	now := clock.Now(ctx)
	p := s.fresh(ctx, Report{Kind: parent.Kind, Subject: about.Subject, Description: draft.Text, Private: true,
		Lang: tenant.From(ctx).DefaultLang, Place: parent.Place, Street: parent.Street, Channel: parent.Channel}, d, now)
	p.Number, p.Parent, p.Secret = fmt.Sprintf("%s.%d", parent.Number, n), parent.ID, ""
	p.Hidden, p.Confidential = parent.Hidden, parent.Confidential
	if err := s.promisePart(ctx, tx, &p, parent, d); err != nil {
		return err
	}
	if err := insert(ctx, tx, &p); err != nil {
		return err
	}
	return s.journal.Record(ctx, tx, events.PartOpened{Request: s.fact(ctx, &p, nil), Parent: parent.Number})
}

// promisePart promises the part's repair: in the time of its subject, or by the
// request's own date where the subject has none.
func (s *Service) promisePart(ctx context.Context, tx *db.Tx, p, parent *Request, d Decision) error {
	draft := promises.Draft{SubjectKind: "request", Subject: p.ID, Label: p.Number, Topic: p.Subject, Of: promises.Repair,
		Owner: s.owner(ctx, p), Place: p.Place, Calendar: d.Calendar, Amount: d.Repair, MayPause: true}
	if d.Repair.N == 0 {
		draft.Due, draft.Amount = parent.Due, d.Answer
	}
	if d.Repair.N == 0 && parent.Due.IsZero() {
		return s.promiseTaking(ctx, tx, p, "")
	}
	made, err := s.ledger.Make(ctx, tx, draft)
	if err != nil {
		return err
	}
	p.Due = made.Due
	return s.promiseTaking(ctx, tx, p, "")
}

// PartDone ends a part: its work is done, with a word and photos for colleagues.
func (s *Service) PartDone(ctx context.Context, tx *db.Tx, number, words string, photos []Picture) error {
	var id, parent city.ID
	err := s.change(ctx, tx, number, func(p *Request) (err error) {
		if err := mayWork(access.From(ctx), p, CanFinish); err != nil {
			return err
		}
		if p.Parent == "" || p.Status == Offered {
			return fault.New(fault.Conflict, "requests.staff_not_now", "number", p.Number)
		}
		if id, err = s.sayNeeded(ctx, tx, p, Note, words); err != nil {
			return err
		}
		if err := s.keepPhotos(ctx, tx, p, photos, "evidence", id); err != nil {
			return err
		}
		p.Photos, parent = p.Photos+len(photos), p.Parent
		if err := p.endPart(Fixed, clock.Now(ctx)); err != nil {
			return err
		}
		_, err = s.keepAll(ctx, tx, p, string(id))
		return err
	}, func(f events.Request) events.Event { return events.PartEnded{Request: f, Message: id, Done: true} })
	if err != nil {
		return err
	}
	return s.tellParent(ctx, tx, parent, events.PartEnded{Which: number, Done: true})
}

// EndPart ends a part that needs no work of its own: another part does it too,
// or nobody does, for a reason that is kept.
func (s *Service) EndPart(ctx context.Context, tx *db.Tx, number, part, into, why string) error {
	r, err := forChange(ctx, tx, number)
	if err == nil {
		err = mayWork(access.From(ctx), &r, CanHandOver)
	}
	if err != nil {
		return err
	}
	if into != "" {
		if err := s.mayTakeIn(ctx, tx, &r, part, into); err != nil {
			return err
		}
	}
	return s.dropPart(ctx, tx, &r, part, into, why)
}

// mayTakeIn: the other part is of the same request, and still worked on.
func (s *Service) mayTakeIn(ctx context.Context, tx *db.Tx, r *Request, part, into string) error {
	other, err := forChange(ctx, tx, into)
	switch {
	case err != nil:
		return err
	case other.Parent != r.ID || into == part:
		return fault.Fields(fault.Field{Name: "into", Key: "requests.part_of_another"})
	case !other.Status.Open():
		return fault.Fields(fault.Field{Name: "into", Key: "requests.part_has_ended", Args: []any{"number", into}})
	}
	return nil
}

func (s *Service) dropPart(ctx context.Context, tx *db.Tx, r *Request, part, into, why string) error {
	var id city.ID
	err := s.change(ctx, tx, part, func(p *Request) (err error) {
		if p.Parent != r.ID {
			return fault.Fields(fault.Field{Name: "other", Key: "requests.part_of_another"})
		}
		if err := p.endPart(Refused, clock.Now(ctx)); err != nil {
			return err
		}
		if id, err = s.sayNeeded(ctx, tx, p, Note, why); err != nil {
			return err
		}
		return s.ledger.Stop(ctx, tx, p.ID, "", promises.Cancelled, "part")
	}, func(f events.Request) events.Event { return events.PartEnded{Request: f, Message: id, Into: into} })
	if err != nil {
		return err
	}
	return s.tellParent(ctx, tx, r.ID, events.PartEnded{Which: part, Into: into})
}

// tellParent writes into the request's journal what happened to its part.
func (s *Service) tellParent(ctx context.Context, tx *db.Tx, parent city.ID, e events.PartEnded) error {
	r, err := byID(ctx, tx, parent)
	if err != nil {
		return err
	}
	now := standing(tenant.From(ctx), &r)
	e.Request = s.fact(ctx, &r, &now)
	return s.journal.Record(ctx, tx, e)
}
