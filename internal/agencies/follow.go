package agencies

import (
	"context"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/journal"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/tenant"
)

// Listen hears whatever moves a request, in the transaction that moves it, so
// that what is with a body outside and the figures about it are never wrong.
func (s *Service) Listen(j *journal.Journal) {
	within(s, j, TakenBack, func(e events.RequestOpened) events.Request { return e.Request })
	within(s, j, TakenBack, func(e events.RequestTaken) events.Request { return e.Request })
	within(s, j, TakenBack, func(e events.RequestHandedOver) events.Request { return e.Request })
	within(s, j, Returned, func(e events.RequestReturned) events.Request { return e.Request })
	journal.Within(j, s.accepted)
	journal.Within(j, func(ctx context.Context, tx *db.Tx, e events.RequestFinished) error {
		return s.follow(ctx, tx, e.Request, endingOf(e.Outcome))
	})
	within(s, j, TakenBack, func(e events.ReopenRequested) events.Request { return e.Request })
	within(s, j, TakenBack, func(e events.RequestReopened) events.Request { return e.Request })
	within(s, j, TakenBack, func(e events.RequestClosed) events.Request { return e.Request })
	within(s, j, TakenBack, func(e events.RequestFellDue) events.Request { return e.Request })
	within(s, j, TakenBack, func(e events.RequestRescheduled) events.Request { return e.Request })
	within(s, j, TakenBack, func(e events.RequestFollowed) events.Request { return e.Request })
	within(s, j, TakenBack, func(e events.RequestMerged) events.Request { return e.Request })
	within(s, j, TakenBack, func(e events.RequestUnmerged) events.Request { return e.Request })
	within(s, j, TakenBack, func(e events.PartOpened) events.Request { return e.Request })
	within(s, j, TakenBack, func(e events.PartEnded) events.Request { return e.Request })
	outside := func(_ context.Context, e events.RequestOpened) bool { return e.After.Status == "forwarded" } // few of all that are opened
	journal.OnSome(j, "agencies: given", outside, func(ctx context.Context, tx *db.Tx, e events.RequestOpened) error { return s.tell(ctx, tx, e.ID) })
	journal.On(j, "agencies: given", func(ctx context.Context, tx *db.Tx, e events.RequestHandedOver) error { return s.tell(ctx, tx, e.ID) })
	journal.On(j, "agencies: given", func(ctx context.Context, tx *db.Tx, e events.RequestReturned) error { return s.tell(ctx, tx, e.ID) })
	journal.On(j, "agencies: given", func(ctx context.Context, tx *db.Tx, e events.RequestReopened) error { return s.tell(ctx, tx, e.ID) })
	journal.On(j, "agencies: given", func(ctx context.Context, tx *db.Tx, e events.PartOpened) error { return s.tell(ctx, tx, e.ID) })
}

func within[E events.Event](s *Service, j *journal.Journal, how Ending, of func(E) events.Request) {
	journal.Within(j, func(ctx context.Context, tx *db.Tx, e E) error { return s.follow(ctx, tx, of(e), how) })
}

// accepted notes that a body said that it is theirs, by whichever door.
func (s *Service) accepted(ctx context.Context, tx *db.Tx, e events.RequestAccepted) error {
	if err := s.follow(ctx, tx, e.Request, TakenBack); err != nil || !s.isBody(ctx, e.After.Unit) {
		return err
	}
	c, has, err := heldNow(ctx, tx, e.ID)
	if err != nil || !has || !c.Accepted.IsZero() {
		return err
	}
	c.Accepted = clock.Now(ctx)
	return saveCustody(ctx, tx, c)
}

// endingOf tells work that was done from what the city ended for other reasons.
func endingOf(outcome string) Ending {
	if outcome == "fixed" || outcome == "answered" {
		return Done
	}
	return TakenBack
}

// follow begins, goes on with or ends a body's custody of a request.
func (s *Service) follow(ctx context.Context, tx *db.Tx, r events.Request, how Ending) error {
	_, is := s.needs.Body(ctx, r.After.Unit)
	if !is && (r.Before == nil || !s.isBody(ctx, r.Before.Unit)) {
		return nil
	}
	c, has, err := heldNow(ctx, tx, r.ID)
	if err != nil {
		return err
	}
	if has && c.Unit == r.After.Unit && r.After.Open && r.After.Status != "reopen_requested" {
		return goOn(ctx, tx, c, r.After)
	}
	if has {
		if err := end(ctx, tx, c, how); err != nil {
			return err
		}
	}
	if !is || !r.After.Open || r.After.Status == "reopen_requested" {
		return nil
	}
	return begin(ctx, tx, r)
}

func (s *Service) isBody(ctx context.Context, unit string) bool {
	_, is := s.needs.Body(ctx, unit)
	return is
}

func begin(ctx context.Context, tx *db.Tx, r events.Request) error {
	at, due := clock.Now(ctx), db.Time(r.After.Due)
	c := Custody{ID: city.NewIDAt(at), Request: r.ID, Number: r.Number, Subject: r.After.Subject, Unit: r.After.Unit, Since: at, Due: due,
		Half: half(at, due), Late: r.After.Late}
	if err := insertCustody(ctx, tx, c); err != nil {
		return err
	}
	return count(ctx, tx, c.Unit, Figures{Received: 1, Open: 1, Late: flag(c.Late)})
}

// goOn takes over another date, and whether the request is late.
func goOn(ctx context.Context, tx *db.Tx, c Custody, now events.Standing) error {
	due := db.Time(now.Due)
	if due.Equal(c.Due) && now.Late == c.Late && now.Subject == c.Subject {
		return nil
	}
	later := flag(now.Late) - flag(c.Late)
	c.Due, c.Half, c.Late, c.Subject = due, half(c.Since, due), now.Late, now.Subject
	if err := saveCustody(ctx, tx, c); err != nil || later == 0 {
		return err
	}
	return count(ctx, tx, c.Unit, Figures{Late: later})
}

func end(ctx context.Context, tx *db.Tx, c Custody, how Ending) error {
	f := Figures{Open: -1, Late: -flag(c.Late)}
	switch how {
	case Returned:
		f.Returned = 1
	case Done:
		f.Done = 1
	case With, TakenBack:
	}
	c.Ended, c.Ending = clock.Now(ctx), how
	if err := saveCustody(ctx, tx, c); err != nil {
		return err
	}
	if err := count(ctx, tx, c.Unit, f); err != nil || how != Done {
		return err
	}
	here := tenant.From(ctx)
	_, err := tx.ExecContext(ctx, `INSERT INTO agencies_lengths (tenant_id, unit, days, n) VALUES ($1, $2, $3, 1)
		ON CONFLICT (tenant_id, unit, days) DO UPDATE SET n = agencies_lengths.n + 1`, tx.Tenant(), c.Unit, here.Today(c.Ended)-here.Today(c.Since))
	return err
}
