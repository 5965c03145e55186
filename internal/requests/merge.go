package requests

import (
	"cmp"
	"context"
	"slices"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/promises"
)

// The same thing told twice, by telephone and by letter, is one case with two
// answer duties. The duplicate ends and points to the survivor; whoever joined
// it goes on there. What the law owes for the duplicate is owed until its own
// channel was answered.

// Merge ends a request because another one says the same. Words are for whoever
// asked, besides the sentence that tells where it goes on.
func (s *Service) Merge(ctx context.Context, tx *db.Tx, number, into, words string) error {
	other, err := s.mergeable(ctx, tx, into)
	if err != nil {
		return err
	}
	if err := s.runAgain(ctx, tx, number); err != nil {
		return err
	}
	var message, id city.ID
	var r events.RequestFinished
	err = s.change(ctx, tx, number, func(d *Request) (err error) {
		if err := s.mayMerge(ctx, d, &other); err != nil {
			return err
		}
		now := clock.Now(ctx)
		r.OnTime, id = !d.Late && (d.Due.IsZero() || !now.After(d.Due)), d.ID
		if !d.Due.IsZero() {
			d.judge(r.OnTime, now)
		}
		if err := d.Finish(Duplicate, now, s.speakUntil(ctx, now)); err != nil {
			return err
		}
		d.MergedInto, r.Confirm = other.ID, s.lastDay(ctx, d)
		if err := s.endWork(ctx, tx, d, "duplicate"); err != nil {
			return err
		}
		message, err = s.sayTo(ctx, tx, d, Finish, s.goesOn(ctx, d, &other, words))
		return err
	}, func(f events.Request) events.Event {
		r.Request, r.Message, r.Outcome = f, message, string(Duplicate)
		return r
	})
	if err == nil {
		err = moveJoins(ctx, tx, id, other.ID)
	}
	if err != nil {
		return err
	}
	return s.weigh(ctx, tx, other.Number, func(f events.Request, people int) events.Event {
		return events.RequestMerged{Request: f, Other: number, People: people}
	})
}

// mergeable is the request that goes on: the one that is named, or where that
// one went on itself.
func (s *Service) mergeable(ctx context.Context, tx *db.Tx, number string) (Request, error) {
	other, err := forChange(ctx, tx, number)
	if err == nil {
		other, err = survivor(ctx, tx, other)
	}
	if err == nil {
		err = maySee(access.From(ctx), &other)
	}
	switch {
	case err != nil:
		return other, err
	case !other.Status.Open() || other.Status == ReopenRequested:
		return other, fault.New(fault.Conflict, "requests.merge_into_closed", "number", other.Number)
	case other.Parent != "":
		return other, fault.New(fault.Conflict, "requests.cannot_be_together", "number", other.Number)
	}
	return other, nil
}

// longestChain is how often a survivor may have been merged again.
const longestChain = 20

// survivor is where a merged request goes on.
func survivor(ctx context.Context, q db.Query, r Request) (Request, error) {
	for range longestChain {
		if r.MergedInto == "" {
			return r, nil
		}
		next, err := byID(ctx, q, r.MergedInto)
		if err != nil {
			return r, err
		}
		r = next
	}
	return r, fault.New(fault.Conflict, "requests.merge_loop", "number", r.Number)
}

func (s *Service) mayMerge(ctx context.Context, d, other *Request) error {
	switch err := mayGroup(access.From(ctx), d); {
	case err != nil:
		return err
	case d.MergedInto != "":
		return fault.New(fault.Conflict, "requests.already_merged", "number", d.Number)
	case d.ID == other.ID:
		return fault.New(fault.Invalid, "requests.merge_loop", "number", d.Number)
	case d.Lead != "":
		return fault.New(fault.Conflict, "requests.with_another", "number", d.Number)
	case d.Members > 0 || d.Parts > 0:
		return fault.New(fault.Conflict, "requests.others_depend", "number", d.Number)
	case d.Parent != "" || d.Confidential != other.Confidential:
		return fault.New(fault.Conflict, "requests.cannot_be_together", "number", d.Number)
	}
	return nil
}

// endWork hands the repair on; the answer stays owed.
func (s *Service) endWork(ctx context.Context, tx *db.Tx, d *Request, reason string) error {
	if err := s.ledger.Stop(ctx, tx, d.ID, promises.Repair, promises.Handed, reason); err != nil {
		return err
	}
	return s.ledger.Stop(ctx, tx, d.ID, promises.Accept, promises.Cancelled, reason)
}

// goesOn tells whoever asked where their request goes on, in their language.
func (s *Service) goesOn(ctx context.Context, d, other *Request, words string) Said {
	text := s.staff.speak(ctx, d.Lang).Say("requests.merged_letter", "number", other.Number)
	if words != "" {
		text += "\n\n" + words
	}
	return Said{Text: text}
}

// Unmerge: it was not the same after all. It is open again with its own date.
func (s *Service) Unmerge(ctx context.Context, tx *db.Tx, number string) error {
	d, err := forChange(ctx, tx, number)
	if err == nil {
		err = mayGroup(access.From(ctx), &d)
	}
	if err == nil && d.MergedInto == "" {
		err = fault.New(fault.Conflict, "requests.not_merged", "number", number)
	}
	if err != nil {
		return err
	}
	other, err := byID(ctx, tx, d.MergedInto)
	if err != nil {
		return err
	}
	err = s.change(ctx, tx, number, func(d *Request) error {
		d.Status, d.Person, d.Outcome, d.Confirmed, d.Face = New, "", "", NotAsked, ""
		d.DoneAt, d.ConfirmUntil, d.ClosedAt = time.Time{}, time.Time{}, time.Time{}
		return s.standAgain(ctx, tx, d)
	}, func(f events.Request) events.Event { return events.RequestUnmerged{Request: f, Other: other.Number} })
	if err != nil {
		return err
	}
	return s.parted(ctx, tx, d.ID, other.ID, number)
}

// standAgain gives a request that was merged its own work and date back.
func (s *Service) standAgain(ctx context.Context, tx *db.Tx, d *Request) error {
	d.MergedInto = ""
	if err := s.repairAgain(ctx, tx, d); err != nil {
		return err
	}
	return s.promiseTaking(ctx, tx, d, "parted")
}

// parted takes back from the survivor whoever had joined the other one.
func (s *Service) parted(ctx context.Context, tx *db.Tx, d, other city.ID, number string) error {
	if err := moveJoinsBack(ctx, tx, other, d); err != nil {
		return err
	}
	o, err := byID(ctx, tx, other)
	if err != nil {
		return err
	}
	return s.weigh(ctx, tx, o.Number, func(f events.Request, people int) events.Event {
		return events.RequestUnmerged{Request: f, Other: number, People: people}
	})
}

// answerDuplicates tells those whose requests were merged into this one what its
// own reporter is told. A final answer keeps the law's promise where a letter
// reaches them; where it does not, their channel is still owed one.
func (s *Service) answerDuplicates(ctx context.Context, tx *db.Tx, number string, said Said, interim bool) error {
	r, err := byNumber(ctx, tx, number)
	if err != nil {
		return err
	}
	all, err := mergedInto(ctx, tx, r.ID)
	for i := range all {
		if err != nil {
			return err
		}
		var c Contact
		if c, err = contactOf(ctx, tx, all[i].ID); err == nil && byLetter(&all[i], c) {
			_, err = s.replyTo(ctx, tx, all[i].Number, s.to(ctx, &r, &all[i], said), interim, onLead)
		}
	}
	return err
}

// byLetter reports whether a letter answers in the channel the request came by.
// What came from another system is answered there.
func byLetter(d *Request, c Contact) bool {
	return c.Email != "" && !slices.Contains([]string{"import", "paper", "state"}, d.Channel)
}

// AnswerGiven writes down what was answered in the channel the request came by:
// on the telephone, on paper, in the system it came from. It keeps the law's
// promise.
func (s *Service) AnswerGiven(ctx context.Context, tx *db.Tx, number, words string) error {
	var id city.ID
	return s.change(ctx, tx, number, func(d *Request) (err error) {
		if err := mayWork(access.From(ctx), d, CanReply); err != nil {
			return err
		}
		if owed, err := owesAnswer(ctx, tx, d.ID); err != nil || !owed {
			return cmp.Or(err, fault.New(fault.Conflict, "requests.no_answer_owed", "number", d.Number))
		}
		if id, err = s.sayNeeded(ctx, tx, d, Reply, words); err != nil {
			return err
		}
		_, err = s.ledger.Keep(ctx, tx, d.ID, promises.Answer, string(id))
		return err
	}, func(f events.Request) events.Event { return events.AnswerGiven{Request: f, Message: id} })
}
