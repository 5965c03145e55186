package requests

import (
	"cmp"
	"context"
	"slices"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/promises"
)

// Many requests, one cause: one piece of work. The lead is the request that is
// worked on, the others are its members. Every member keeps what is its own: the
// law's answer, the link, the yes or no. Its repair is the lead's, and so are its
// unit and whoever is on it.

// Together says what a request has to do with others.
type Together struct {
	Lead       city.ID // the request whose work is this one's too; "" when it stands for itself
	Members    int     // how many requests it leads
	MergedInto city.ID // the request it says again
	Parent     city.ID // the request it is a part of
	Parts      int     // into how many parts it was split
}

// led reports whether the work on it is done on another request.
func (r *Request) led() bool { return r.Lead != "" && r.Status.Open() && r.Status != ReopenRequested }

// standsAlone: a member is not worked on, its lead is.
func (r *Request) standsAlone() error {
	if r.led() {
		return fault.New(fault.Conflict, "requests.work_is_on_lead", "number", r.Number)
	}
	return nil
}

// mostTogether is how many requests may be put together in one go.
const mostTogether = 200

// Follow makes it a member: whoever has the lead has it from now on.
func (r *Request) Follow(lead *Request) error {
	switch {
	case r.ID == lead.ID:
		return fault.New(fault.Invalid, "requests.same_as_itself", "number", r.Number)
	case r.Lead == lead.ID:
		return fault.New(fault.Conflict, "requests.already_together", "number", r.Number)
	case r.Lead != "":
		return fault.New(fault.Conflict, "requests.with_another", "number", r.Number)
	case r.Parts > 0:
		return fault.New(fault.Conflict, "requests.others_depend", "number", r.Number)
	case r.Parent != "" || r.MergedInto != "" || !slices.Contains(gathered, r.Status):
		return fault.New(fault.Conflict, "requests.cannot_be_together", "number", r.Number)
	case r.Confidential != lead.Confidential:
		return fault.New(fault.Conflict, "requests.confidential_stays_alone", "number", r.Number)
	}
	r.Lead = lead.ID
	r.copy(lead)
	return nil
}

// gathered are the statuses in which a request can be put to another.
var gathered = []Status{New, Working, Asked}

// copy takes over from the lead who has it and how it stands.
func (r *Request) copy(lead *Request) {
	r.Unit, r.Department, r.Person, r.Status, r.OfferedFrom = lead.Unit, lead.Department, lead.Person, lead.Status, lead.OfferedFrom
}

// Gather: these requests have one cause, and the work is done on the lead.
func (s *Service) Gather(ctx context.Context, tx *db.Tx, lead string, numbers []string) error {
	l, err := forChange(ctx, tx, lead)
	if err == nil {
		err = s.mayLead(ctx, &l)
	}
	if err != nil {
		return err
	}
	numbers = slices.Compact(slices.Sorted(slices.Values(numbers)))
	switch {
	case len(numbers) == 0:
		return fault.Fields(fault.Field{Name: "number", Key: "requests.choose_requests"})
	case len(numbers) > mostTogether:
		return fault.Fields(fault.Field{Name: "number", Key: "requests.too_many_together", Args: []any{"n", mostTogether}})
	}
	for _, number := range numbers {
		if err := s.follow(ctx, tx, &l, number); err != nil {
			return err
		}
	}
	return s.weigh(ctx, tx, l.Number, func(f events.Request, people int) events.Event {
		return events.RequestClustered{Request: f, Lead: l.Number, Requests: len(numbers), People: people}
	})
}

// mayLead: what is worked on can lead others.
func (s *Service) mayLead(ctx context.Context, l *Request) error {
	switch err := mayGroup(access.From(ctx), l); {
	case err != nil:
		return err
	case l.Lead != "":
		return fault.New(fault.Conflict, "requests.with_another", "number", l.Number)
	case l.Parent != "" || !slices.Contains(gathered, l.Status):
		return fault.New(fault.Conflict, "requests.cannot_be_together", "number", l.Number)
	}
	return nil
}

// follow puts one request under the lead. Whoever followed it comes along.
func (s *Service) follow(ctx context.Context, tx *db.Tx, l *Request, number string) error {
	if err := s.runAgain(ctx, tx, number); err != nil {
		return err
	}
	var own []Request
	err := s.change(ctx, tx, number, func(m *Request) (err error) {
		if err := mayGroup(access.From(ctx), m); err != nil {
			return err
		}
		if err := m.Follow(l); err != nil {
			return err
		}
		if own, err = membersOf(ctx, tx, m.ID); err != nil {
			return err
		}
		m.Members = 0
		return s.handRepair(ctx, tx, m, l)
	}, clustered(l.Number))
	for i := range own {
		if err == nil {
			err = s.follows(ctx, tx, own[i].Number, l)
		}
	}
	return err
}

// worksElsewhere are the reasons for which a repair is another request's.
var worksElsewhere = []string{"cluster", "duplicate"}

// runAgain lets the clocks of a request run that stand still.
func (s *Service) runAgain(ctx context.Context, tx *db.Tx, number string) error {
	r, err := byNumber(ctx, tx, number)
	if err != nil {
		return err
	}
	return s.ledger.Resume(ctx, tx, r.ID, "")
}

// handRepair: what was promised for the street is the lead's now, the answer
// stays the member's own.
func (s *Service) handRepair(ctx context.Context, tx *db.Tx, m, l *Request) error {
	if err := s.ledger.Stop(ctx, tx, m.ID, promises.Repair, promises.Handed, "cluster"); err != nil {
		return err
	}
	if err := s.ledger.Stop(ctx, tx, m.ID, promises.Accept, promises.Cancelled, "cluster"); err != nil {
		return err
	}
	if err := s.ledger.Reassign(ctx, tx, m.ID, s.owner(ctx, l)); err != nil {
		return err
	}
	return s.takeDueAnew(ctx, tx, m)
}

func (s *Service) takeDueAnew(ctx context.Context, tx *db.Tx, r *Request) error {
	r.Due, r.Late = time.Time{}, false
	return s.takeDue(ctx, tx, r)
}

// follows gives a member that followed another a new lead.
func (s *Service) follows(ctx context.Context, tx *db.Tx, number string, l *Request) error {
	return s.change(ctx, tx, number, func(m *Request) error {
		m.Lead = l.ID
		if m.led() {
			m.copy(l)
		}
		return s.ledger.Reassign(ctx, tx, m.ID, s.owner(ctx, l))
	}, clustered(l.Number))
}

func clustered(lead string) func(f events.Request) events.Event {
	return func(f events.Request) events.Event { return events.RequestClustered{Request: f, Lead: lead} }
}

// weigh counts anew for how many people the lead stands, and how many requests.
func (s *Service) weigh(ctx context.Context, tx *db.Tx, lead string, news func(f events.Request, people int) events.Event) error {
	people := 0
	return s.change(ctx, tx, lead, func(l *Request) (err error) {
		members, err := membersOf(ctx, tx, l.ID)
		if err != nil {
			return err
		}
		l.Members = len(members)
		people, err = peopleOf(ctx, tx, l.ID)
		l.People = people
		return err
	}, func(f events.Request) events.Event { return news(f, people) })
}

// bring takes the members along when the lead gets another owner or standing.
func (s *Service) bring(ctx context.Context, tx *db.Tx, l *Request) error {
	if l.Members == 0 || !l.Status.Open() || l.Status == ReopenRequested {
		return nil
	}
	all, err := membersOf(ctx, tx, l.ID)
	for i := range all {
		m := all[i]
		if m.copy(l); err != nil || !all[i].led() || m == all[i] {
			continue
		}
		err = s.change(ctx, tx, m.Number, func(m *Request) error {
			m.copy(l)
			return s.ledger.Reassign(ctx, tx, m.ID, s.owner(ctx, l))
		}, func(f events.Request) events.Event { return events.RequestFollowed{Request: f, Lead: l.Number} })
	}
	return err
}

// TakeOut: its cause is another one after all. It gets back the unit it had and
// the date it was promised, which has not moved meanwhile.
func (s *Service) TakeOut(ctx context.Context, tx *db.Tx, number string) error {
	var lead city.ID
	err := s.change(ctx, tx, number, func(m *Request) (err error) {
		if err := mayGroup(access.From(ctx), m); err != nil {
			return err
		}
		if !m.led() {
			return fault.New(fault.Conflict, "requests.not_together", "number", m.Number)
		}
		lead, m.Lead = m.Lead, ""
		if m.Unit, m.Department, err = s.unitBefore(ctx, tx, m); err != nil {
			return err
		}
		m.Status, m.Person, m.OfferedFrom = New, "", ""
		if err := s.repairAgain(ctx, tx, m); err != nil {
			return err
		}
		return s.promiseTaking(ctx, tx, m, "taken out")
	}, func(f events.Request) events.Event { return events.RequestUnclustered{Request: f} })
	if err != nil {
		return err
	}
	return s.weighAgain(ctx, tx, lead, leftIt)
}

// weighAgain counts the people behind a lead anew, and tells why.
func (s *Service) weighAgain(ctx context.Context, tx *db.Tx, lead city.ID, news func(f events.Request, people int) events.Event) error {
	l, err := byID(ctx, tx, lead)
	if err != nil {
		return err
	}
	return s.weigh(ctx, tx, l.Number, news)
}

func leftIt(f events.Request, people int) events.Event {
	return events.RequestUnclustered{Request: f, Lead: f.Number, People: people}
}

func joinedIt(f events.Request, people int) events.Event {
	return events.RequestJoined{Request: f, People: people}
}

// repairAgain takes its own repair back from the lead, with its own date.
func (s *Service) repairAgain(ctx context.Context, tx *db.Tx, m *Request) error {
	if err := s.ledger.OweAgain(ctx, tx, m.ID, promises.Repair); err != nil {
		return err
	}
	if err := s.ledger.Reassign(ctx, tx, m.ID, s.owner(ctx, m)); err != nil {
		return err
	}
	return s.takeDueAnew(ctx, tx, m)
}

// MakeLead: the work is done on this member from now on, the others and the old
// lead follow it.
func (s *Service) MakeLead(ctx context.Context, tx *db.Tx, number string) error {
	m, err := forChange(ctx, tx, number)
	if err == nil {
		err = mayGroup(access.From(ctx), &m)
	}
	if err == nil && !m.led() {
		err = fault.New(fault.Conflict, "requests.not_together", "number", m.Number)
	}
	if err != nil {
		return err
	}
	old, err := byID(ctx, tx, m.Lead)
	if err != nil {
		return err
	}
	err = s.change(ctx, tx, number, func(m *Request) error {
		m.Lead = ""
		return s.repairAgain(ctx, tx, m)
	}, func(f events.Request) events.Event { return events.RequestUnclustered{Request: f} })
	if err != nil {
		return err
	}
	if m, err = byID(ctx, tx, m.ID); err != nil {
		return err
	}
	others, err := membersOf(ctx, tx, old.ID)
	for i := range others {
		if err == nil {
			err = s.follows(ctx, tx, others[i].Number, &m)
		}
	}
	if err == nil {
		err = s.oldLeadFollows(ctx, tx, &m, old.Number)
	}
	if err != nil {
		return err
	}
	return s.weigh(ctx, tx, number, func(f events.Request, people int) events.Event {
		return events.RequestClustered{Request: f, Lead: number, Requests: len(others) + 1, People: people}
	})
}

func (s *Service) oldLeadFollows(ctx context.Context, tx *db.Tx, l *Request, number string) error {
	if err := s.runAgain(ctx, tx, number); err != nil {
		return err
	}
	return s.change(ctx, tx, number, func(o *Request) (err error) {
		o.Lead, o.Members = l.ID, 0
		if o.People, err = peopleOf(ctx, tx, o.ID); err != nil {
			return err
		}
		return s.handRepair(ctx, tx, o, l)
	}, clustered(l.Number))
}

// mayGroup: whoever may call something a duplicate, in the unit that has it.
func mayGroup(a access.Actor, r *Request) error {
	if err := maySee(a, r); err != nil {
		return err
	}
	if a.Has(CanGroup) && (a.Has(SeesCity) || a.InUnit(r.Unit)) {
		return nil
	}
	return fault.New(fault.Forbidden, "requests.not_your_unit")
}

// byWeight orders requests by how many people they stand for.
func byWeight(a, b Request) int {
	return cmp.Or(cmp.Compare(b.People, a.People), a.Opened.Compare(b.Opened), cmp.Compare(a.ID, b.ID))
}
