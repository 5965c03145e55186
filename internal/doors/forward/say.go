package forward

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"time"

	"mahalle/internal/events"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
)

// say sends what is due, one after another.
func (s *Service) say(ctx context.Context, l Line, p peer) error {
	all, err := dueNow(ctx, s.db.Read(ctx), l.Unit, clock.Now(ctx), mostDue)
	until := time.Now().Add(visitFor)
	for _, one := range all {
		if err != nil || ctx.Err() != nil || time.Now().After(until) {
			return err
		}
		err = s.one(ctx, l, p, one)
	}
	return err
}

// one brings one request a step further.
func (s *Service) one(ctx context.Context, l Line, p peer, one Sent) error {
	h, err := s.needs.ByCustody(ctx, s.db.Read(ctx), one.ID)
	if err != nil {
		return err
	}
	if h.Over && one.Step != Token {
		one.Step = Ended
		return s.note(ctx, one)
	}
	switch one.Step {
	case Token:
		return s.askFor(ctx, p, one)
	case Asking:
		return s.lookFor(ctx, l, p, one, h)
	case Waiting:
		return s.post(ctx, l, p, one, h)
	case Open, Ended, Refused:
	}
	return nil
}

// post sends a request. That it is being sent is kept first: should the answer be
// lost, or we be stopped, it is looked for before it is sent again.
func (s *Service) post(ctx context.Context, l Line, p peer, one Sent, h Held) error {
	form, pictures, err := s.compose(ctx, l, p, h)
	if err != nil {
		return s.notPosted(ctx, one, err)
	}
	if form == nil {
		one.refused("forward.why_no_code", "")
		return s.refuse(ctx, one)
	}
	one.Step, one.Tried = Asking, clock.Now(ctx)
	if err := s.note(ctx, one); err != nil {
		return err
	}
	answer, err := p.post(ctx, "/requests", form, pictures, string(one.ID))
	if err != nil {
		return s.notPosted(ctx, one, err)
	}
	return s.took(ctx, one, answer)
}

// took reads what they gave for a request: its number, or a token.
func (s *Service) took(ctx context.Context, one Sent, answer *node) error {
	for _, r := range append(answer.rows("service_request_id"), answer.rows("token")...) {
		number, token := r.get("service_request_id"), r.get("token")
		if number != "" || token != "" {
			return s.arrived(ctx, one, number, token)
		}
	}
	return s.notPosted(ctx, one, &trouble{why: "forward.why_no_number", lost: true})
}

const longestNumber = 120

// arrived keeps their number with the custody, where everybody sees it.
func (s *Service) arrived(ctx context.Context, one Sent, number, token string) error {
	if len(number) > longestNumber || len(token) > longestNumber {
		return s.notPosted(ctx, one, &trouble{why: "forward.why_garbage", lost: true})
	}
	one.arrived(clock.Now(ctx), number, token)
	kept := context.WithoutCancel(ctx)
	if err := s.db.Write(kept, func(tx *db.Tx) error {
		if err := saveSent(kept, tx, one); err != nil || number == "" {
			return err
		}
		if err := s.needs.Number(kept, tx, one.ID, number); err != nil {
			return err
		}
		return s.journal.Record(kept, tx, events.LineTook{Line: events.Line{Unit: one.Unit}, Number: one.Number, Theirs: number})
	}); err != nil {
		return err
	}
	return s.lineAnswered(kept, one.Unit)
}

// notPosted decides what a failure means: theirs to refuse, ours to try again, or
// to look whether it arrived.
func (s *Service) notPosted(ctx context.Context, one Sent, err error) error {
	var t *trouble
	if !errors.As(err, &t) {
		return err
	}
	if t.refusal() {
		one.refused(t.why, t.said)
		if err := s.refuse(ctx, one); err != nil {
			return err
		}
		return s.lineAnswered(ctx, one.Unit)
	}
	if one.Step == Asking && !t.lost {
		one.Step = Waiting
	}
	one.later(clock.Now(ctx), t.why)
	one.Said = short(t.said, 300)
	return errors.Join(s.note(ctx, one), t)
}

func (s *Service) refuse(ctx context.Context, one Sent) error {
	kept := context.WithoutCancel(ctx)
	return s.db.Write(kept, func(tx *db.Tx) error {
		if err := saveSent(kept, tx, one); err != nil {
			return err
		}
		return s.byLetter(kept, tx, one)
	})
}

// askFor asks which number a token has become.
func (s *Service) askFor(ctx context.Context, p peer, one Sent) error {
	answer, err := p.get(ctx, "/tokens/"+url.PathEscape(one.Token), nil)
	if err == nil {
		for _, r := range answer.rows("service_request_id") {
			if number := r.get("service_request_id"); number != "" {
				return s.arrived(ctx, one, number, "")
			}
		}
		one.later(clock.Now(ctx), "")
		return s.note(ctx, one)
	}
	t := troubleOf(err)
	one.later(clock.Now(ctx), t.why)
	if t.refusal() { // not yet, or not any more: the line itself is well
		return s.note(ctx, one)
	}
	return errors.Join(s.note(ctx, one), t)
}

// around is how far their clock may be from ours.
const around = 15 * time.Minute

// lookFor looks whether a request arrived whose answer was lost; if it is not
// there, it is sent again.
func (s *Service) lookFor(ctx context.Context, l Line, p peer, one Sent, h Held) error {
	found, err := p.get(ctx, "/requests", url.Values{
		"start_date": {one.Tried.Add(-around).UTC().Format(time.RFC3339)}, "end_date": {clock.Now(ctx).Add(around).UTC().Format(time.RFC3339)}})
	if err != nil {
		return s.notPosted(ctx, one, mayBe(err))
	}
	for _, r := range found.rows("service_request_id") {
		if strings.Contains(r.get("description"), mark(one.Number, one.ID)) {
			return s.arrived(ctx, one, r.get("service_request_id"), "")
		}
	}
	return s.post(ctx, l, p, one, h)
}

// mayBe keeps a request that may have arrived from being refused because looking
// for it was.
func mayBe(err error) error {
	t := *troubleOf(err)
	if t.refusal() {
		t.status, t.why = 0, "forward.why_no_list"
	}
	t.lost = true
	return &t
}
