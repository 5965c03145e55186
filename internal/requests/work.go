package requests

import (
	"cmp"
	"context"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/promises"
)

// What staff do with a request. Each use case reads like its own minutes.

// Take: I am on it.
func (s *Service) Take(ctx context.Context, tx *db.Tx, number string) error {
	a := access.From(ctx)
	return s.change(ctx, tx, number, func(r *Request) error {
		if err := mayWork(a, r, CanTake); err != nil {
			return err
		}
		if err := r.Take(a.Person); err != nil {
			return err
		}
		if err := s.taken(ctx, tx, r); err != nil {
			return err
		}
		return s.ledger.Reassign(ctx, tx, r.ID, s.owner(ctx, r))
	}, func(f events.Request) events.Event { return events.RequestTaken{Request: f} })
}

// Release puts it down again, for a colleague or because it was taken by mistake.
func (s *Service) Release(ctx context.Context, tx *db.Tx, number string) error {
	a := access.From(ctx)
	return s.change(ctx, tx, number, func(r *Request) error {
		if err := mayWork(a, r, CanTake); err != nil {
			return err
		}
		if err := r.Release(a.Person); err != nil {
			return err
		}
		if err := s.ledger.Reassign(ctx, tx, r.ID, s.owner(ctx, r)); err != nil {
			return err
		}
		return s.promiseTaking(ctx, tx, r, "released")
	}, func(f events.Request) events.Event { return events.RequestReleased{Request: f} })
}

// HandOver offers it to another unit, with a word why.
func (s *Service) HandOver(ctx context.Context, tx *db.Tx, number, to, why string) error {
	var from string
	return s.change(ctx, tx, number, func(r *Request) error {
		if err := mayPush(access.From(ctx), r); err != nil {
			return err
		}
		u, known := s.needs.Unit(ctx, to)
		if !known {
			return fault.Fields(fault.Field{Name: "unit", Key: "requests.choose_another_unit"})
		}
		from = r.Unit
		if err := r.HandOver(u.Code, u.Department, u.Outside); err != nil {
			return err
		}
		if err := s.sayIf(ctx, tx, r, Handing, why); err != nil {
			return err
		}
		return s.passOn(ctx, tx, r, "handed over")
	}, func(f events.Request) events.Event { return events.RequestHandedOver{Request: f, From: from, To: to} })
}

// Accept: yes, it is ours.
func (s *Service) Accept(ctx context.Context, tx *db.Tx, number string) error {
	return s.change(ctx, tx, number, func(r *Request) error {
		if err := mayAccept(access.From(ctx), r, CanTake); err != nil {
			return err
		}
		if err := r.Accept(); err != nil {
			return err
		}
		return s.taken(ctx, tx, r)
	}, func(f events.Request) events.Event { return events.RequestAccepted{Request: f} })
}

// Return: no, it is not ours, because …
func (s *Service) Return(ctx context.Context, tx *db.Tx, number, why string) error {
	var from, to string
	return s.change(ctx, tx, number, func(r *Request) error {
		if err := mayAccept(access.From(ctx), r, CanHandOver); err != nil {
			return err
		}
		if why == "" {
			return fault.Fields(fault.Field{Name: "why", Key: "requests.say_why"})
		}
		from = r.Unit
		if err := r.Return(r.OfferedFrom, s.needs.Desk(ctx)); err != nil {
			return err
		}
		to = r.Unit
		u, _ := s.needs.Unit(ctx, r.Unit)
		r.Department = u.Department
		s.stayOutside(ctx, r)
		if err := s.sayIf(ctx, tx, r, Returning, why); err != nil {
			return err
		}
		return s.passOn(ctx, tx, r, "returned")
	}, func(f events.Request) events.Event { return events.RequestReturned{Request: f, From: from, To: to} })
}

// passOn gives what is owed to the unit that has it now; that somebody there is
// on it is promised anew.
func (s *Service) passOn(ctx context.Context, tx *db.Tx, r *Request, reason string) error {
	if err := s.ledger.Reassign(ctx, tx, r.ID, s.owner(ctx, r)); err != nil {
		return err
	}
	return s.promiseTaking(ctx, tx, r, reason)
}

// Note leaves a word for colleagues.
func (s *Service) Note(ctx context.Context, tx *db.Tx, number, text string) error {
	var id city.ID
	return s.change(ctx, tx, number, func(r *Request) (err error) {
		if err := mayComment(access.From(ctx), r); err != nil {
			return err
		}
		id, err = s.sayNeeded(ctx, tx, r, Note, text)
		return err
	}, func(f events.Request) events.Event { return events.RequestNoted{Request: f, Message: id} })
}

// Reply answers the resident. An interim answer tells how things stand; a final
// one keeps the law's promise, and ends the request when no repair is owed.
func (s *Service) Reply(ctx context.Context, tx *db.Tx, number, text, template string, interim bool) error {
	return s.ReplyAll(ctx, tx, number, Said{Text: text, Template: template}, interim)
}

// ReplyAll is Reply to everybody who asked for the work that the request leads.
func (s *Service) ReplyAll(ctx context.Context, tx *db.Tx, number string, said Said, interim bool) error {
	ended, err := s.replyTo(ctx, tx, number, said, interim, func(r *Request) error { return mayWork(access.From(ctx), r, CanReply) })
	if err != nil {
		return err
	}
	err = s.toMembers(ctx, tx, number, func(l, m *Request) error {
		mine := s.to(ctx, l, m, said)
		if _, err := s.replyTo(ctx, tx, m.Number, mine, interim, onLead); err != nil {
			return err
		}
		return s.answerDuplicates(ctx, tx, m.Number, mine, interim)
	})
	if err == nil {
		err = s.answerDuplicates(ctx, tx, number, said, interim)
	}
	if err != nil || !ended {
		return err
	}
	return s.finish(ctx, tx, number, Finishing{Outcome: Answered}, func(*Request) error { return nil })
}

func (s *Service) replyTo(ctx context.Context, tx *db.Tx, number string, said Said, interim bool, may func(*Request) error) (ended bool, err error) {
	var id city.ID
	err = s.change(ctx, tx, number, func(r *Request) (err error) {
		if err := cmp.Or(may(r), r.speaks()); err != nil {
			return err
		}
		if interim {
			id, err = s.sayTo(ctx, tx, r, Interim, said)
			return err
		}
		if id, err = s.sayTo(ctx, tx, r, Reply, said); err != nil {
			return err
		}
		if _, err = s.ledger.Keep(ctx, tx, r.ID, promises.Answer, string(id)); err != nil {
			return err
		}
		ended, err = s.nothingElseOwed(ctx, tx, r)
		return err
	}, func(f events.Request) events.Event {
		return events.RequestAnswered{Request: f, Message: id, Interim: interim, Template: said.Template}
	})
	return ended, err
}

func (s *Service) nothingElseOwed(ctx context.Context, tx *db.Tx, r *Request) (bool, error) {
	all, err := promises.About(ctx, tx, r.ID)
	for i := range all {
		if all[i].Owed() && !all[i].Of.Inside() {
			return false, err
		}
	}
	if err == nil && s.mayEnd(ctx, tx, r) != nil {
		return false, nil // parts run on
	}
	return err == nil && r.Status != Offered && r.Status != ReopenRequested, err
}

// Ask asks the resident something; the clocks that may be stopped stand still.
func (s *Service) Ask(ctx context.Context, tx *db.Tx, number, question string) error {
	return s.AskAll(ctx, tx, number, Said{Text: question})
}

// AskAll is Ask to everybody who asked for the work that the request leads; the
// first answer lets the clocks run again.
func (s *Service) AskAll(ctx context.Context, tx *db.Tx, number string, said Said) error {
	err := s.askOne(ctx, tx, number, said, func(r *Request) error { return mayWork(access.From(ctx), r, CanAsk) })
	if err != nil {
		return err
	}
	return s.toMembers(ctx, tx, number, func(l, m *Request) error {
		return s.askOne(ctx, tx, m.Number, s.to(ctx, l, m, said), onLead)
	})
}

func (s *Service) askOne(ctx context.Context, tx *db.Tx, number string, said Said, may func(*Request) error) error {
	var id city.ID
	return s.change(ctx, tx, number, func(r *Request) (err error) {
		if err := cmp.Or(may(r), r.speaks()); err != nil {
			return err
		}
		if err := r.Ask(); err != nil {
			return err
		}
		if id, err = s.sayTo(ctx, tx, r, Question, said); err != nil {
			return err
		}
		return s.pauseRepair(ctx, tx, r)
	}, func(f events.Request) events.Event { return events.RequestAsked{Request: f, Message: id} })
}

// pauseRepair stops the repair clock if it is running; a broken one cannot be
// mended by asking.
func (s *Service) pauseRepair(ctx context.Context, tx *db.Tx, r *Request) error {
	if r.Late {
		return nil
	}
	all, err := promises.About(ctx, tx, r.ID)
	if err != nil {
		return err
	}
	for _, p := range all {
		if p.Of == promises.Repair && p.State == promises.Open && p.Owed() {
			return s.ledger.Pause(ctx, tx, r.ID, promises.Repair, "applicant")
		}
	}
	return nil
}

// Finishing is how the work ended and what the resident is told.
type Finishing struct {
	Outcome Outcome
	Text    string
	Photos  []Picture
	Told    Said // how others who asked for the same work are told; the zero Said: by Text

	DropParts bool // somebody chose that running parts end too
}

// Finish ends the work with evidence and asks the resident.
func (s *Service) Finish(ctx context.Context, tx *db.Tx, number string, f Finishing) error {
	return s.finish(ctx, tx, number, f, func(r *Request) error {
		needs := CanFinish
		if f.Outcome == Refused {
			needs = CanRefuse
		}
		if err := mayWork(access.From(ctx), r, needs); err != nil {
			return err
		}
		if f.Text == "" {
			return fault.Fields(fault.Field{Name: "text", Key: "requests.tell_the_resident"})
		}
		return nil
	})
}

// finish ends the work on a request, and on all that were worked on with it.
func (s *Service) finish(ctx context.Context, tx *db.Tx, number string, f Finishing, may func(*Request) error) error {
	if err := s.finishOne(ctx, tx, number, f, may); err != nil {
		return err
	}
	f.Told.Text = f.Text
	err := s.toMembers(ctx, tx, number, func(l, m *Request) error {
		told := s.to(ctx, l, m, f.Told)
		if err := s.finishOne(ctx, tx, m.Number, Finishing{Outcome: f.Outcome, Text: told.Text, Photos: f.Photos, Told: told}, onLead); err != nil || f.Text == "" {
			return err
		}
		return s.answerDuplicates(ctx, tx, m.Number, told, false)
	})
	if err != nil || f.Text == "" { // an answer that ended it was told before
		return err
	}
	return s.answerDuplicates(ctx, tx, number, f.Told, false)
}

// lastDay is the last day on which the resident may speak.
func (s *Service) lastDay(ctx context.Context, r *Request) city.Day {
	return tenant.From(ctx).Today(r.ConfirmUntil)
}

func (s *Service) finishOne(ctx context.Context, tx *db.Tx, number string, f Finishing, may func(*Request) error) error {
	var id city.ID
	var confirm city.Day
	onTime := true
	return s.change(ctx, tx, number, func(r *Request) (err error) {
		if err := cmp.Or(may(r), r.speaks()); err != nil {
			return err
		}
		if f.DropParts {
			if err := s.dropParts(ctx, tx, r, f.Text); err != nil {
				return err
			}
		}
		if err := s.mayEnd(ctx, tx, r); err != nil {
			return err
		}
		now, owed := clock.Now(ctx), !r.Due.IsZero()
		if err := r.Finish(f.Outcome, now, s.speakUntil(ctx, now)); err != nil {
			return err
		}
		confirm = s.lastDay(ctx, r)
		if f.Text != "" {
			if id, err = s.sayTo(ctx, tx, r, Finish, Said{Text: f.Text, lang: f.Told.lang}); err != nil {
				return err
			}
		}
		if err := s.keepPhotos(ctx, tx, r, f.Photos, "evidence", id); err != nil {
			return err
		}
		r.Photos += len(f.Photos)
		if onTime, err = s.keepAll(ctx, tx, r, string(id)); err != nil {
			return err
		}
		if r.Lead != "" { // by its own date, not by the lead's
			own, err := ownDate(ctx, tx, r)
			if err != nil {
				return err
			}
			onTime = onTime && (own.IsZero() || !now.After(own))
		}
		if owed {
			r.judge(onTime, now)
		}
		return nil
	}, func(e events.Request) events.Event {
		return events.RequestFinished{Request: e, Message: id, Outcome: string(f.Outcome), Photos: len(f.Photos), OnTime: onTime, Confirm: confirm}
	})
}

// speakUntil is how long the resident may say yes or no.
func (s *Service) speakUntil(ctx context.Context, now time.Time) time.Time {
	c := tenant.From(ctx)
	return (c.Today(now) + city.Day(max(1, c.ConfirmDays))).At(24*time.Hour, c.Zone()).Add(-time.Microsecond).UTC()
}

// keepAll keeps every promise still owed; in time only if all that residents
// were promised were.
func (s *Service) keepAll(ctx context.Context, tx *db.Tx, r *Request, evidence string) (bool, error) {
	if err := s.taken(ctx, tx, r); err != nil {
		return false, err
	}
	answered, err := s.ledger.Keep(ctx, tx, r.ID, promises.Answer, evidence)
	if err != nil {
		return false, err
	}
	repaired, err := s.ledger.Keep(ctx, tx, r.ID, promises.Repair, evidence)
	return answered && repaired, err
}

// Reopen: the city agrees that it is not done, and promises again.
func (s *Service) Reopen(ctx context.Context, tx *db.Tx, number string) error {
	var lead, merged, id city.ID
	err := s.change(ctx, tx, number, func(r *Request) error {
		a := access.From(ctx)
		if err := mayDecideReopening(a, r); err != nil {
			return err
		}
		if err := r.Reopen(""); err != nil {
			return err
		}
		s.stayOutside(ctx, r)
		lead, r.Lead = r.Lead, "" // what was not done for this one is its own work now
		merged, id = r.MergedInto, r.ID
		if err := s.ledger.Stop(ctx, tx, r.ID, promises.Question, promises.Cancelled, "decided"); err != nil {
			return err
		}
		if r.MergedInto != "" {
			return s.standAgain(ctx, tx, r)
		}
		return s.promiseAgain(ctx, tx, r)
	}, func(f events.Request) events.Event { return events.RequestReopened{Request: f} })
	if err == nil && merged != "" {
		return s.parted(ctx, tx, id, merged, number)
	}
	if err != nil || lead == "" {
		return err
	}
	return s.weighAgain(ctx, tx, lead, leftIt)
}

// promiseAgain starts the clocks anew; the age of the request is kept.
func (s *Service) promiseAgain(ctx context.Context, tx *db.Tx, r *Request) error {
	d, err := s.decideAgain(ctx, tx, r)
	if err != nil {
		return err
	}
	if err := s.ledger.Stop(ctx, tx, r.ID, promises.Accept, promises.Cancelled, "promised again"); err != nil {
		return err
	}
	return s.promise(ctx, tx, r, d)
}

// RefuseReopening: the city holds that it is done, and says why.
func (s *Service) RefuseReopening(ctx context.Context, tx *db.Tx, number, why string) error {
	var id city.ID
	return s.change(ctx, tx, number, func(r *Request) (err error) {
		if err := mayDecideReopening(access.From(ctx), r); err != nil {
			return err
		}
		if err := r.RefuseReopening(clock.Now(ctx)); err != nil {
			return err
		}
		if id, err = s.sayNeeded(ctx, tx, r, Refusal, why); err != nil {
			return err
		}
		r.Due, r.Late = time.Time{}, false
		_, err = s.ledger.Keep(ctx, tx, r.ID, promises.Question, string(id))
		return err
	}, func(f events.Request) events.Event { return events.ReopenRefused{Request: f, Message: id} })
}

// Contact shows who asked, and writes down that it was seen.
func (s *Service) Contact(ctx context.Context, tx *db.Tx, number string, why Looking) (Contact, error) {
	var c Contact
	var words city.ID
	err := s.change(ctx, tx, number, func(r *Request) (err error) {
		if err := maySeeContact(access.From(ctx), r); err != nil {
			return err
		}
		if why, err = why.checked(access.From(ctx), r); err != nil {
			return err
		}
		if why.Words != "" {
			if words, err = s.say(ctx, tx, r, Note, why.Words, tenant.From(ctx).DefaultLang); err != nil {
				return err
			}
		}
		c, err = contactOf(ctx, tx, r.ID)
		return err
	}, func(f events.Request) events.Event {
		return events.ContactSeen{Request: f, Reason: why.Reason, Message: words}
	})
	return c, err
}

func (s *Service) owner(ctx context.Context, r *Request) promises.Owner {
	return promises.Owner{Unit: r.Unit, Post: s.needs.DeskPost(ctx, r.Unit), Person: r.Person}
}

func (s *Service) sayIf(ctx context.Context, tx *db.Tx, r *Request, kind MessageKind, text string) error {
	if text == "" {
		return nil
	}
	_, err := s.say(ctx, tx, r, kind, text, tenant.From(ctx).DefaultLang)
	return err
}

func (s *Service) sayNeeded(ctx context.Context, tx *db.Tx, r *Request, kind MessageKind, text string) (city.ID, error) {
	if text == "" {
		return "", fault.Fields(fault.Field{Name: "text", Key: "requests.write_something"})
	}
	return s.say(ctx, tx, r, kind, text, r.Lang)
}
