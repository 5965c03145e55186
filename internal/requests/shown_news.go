package requests

import (
	"context"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/journal"
	"mahalle/internal/platform/db"
)

// News is something that happened to a request, as other systems are told it.
type News struct {
	ID      city.ID // of the words that came with it, else of the entry in the journal
	At      time.Time
	Status  Status // where the request stood after it
	Outcome Outcome
	Text    string
	Lang    city.Lang
	Request Shown // as it stands now
}

// newsKinds are what other systems are told.
var newsKinds = []string{
	events.RequestTaken{}.Kind(), events.RequestAccepted{}.Kind(), events.RequestHandedOver{}.Kind(), events.RequestAnswered{}.Kind(),
	events.RequestAsked{}.Kind(), events.ResidentWrote{}.Kind(), events.RequestFinished{}.Kind(), events.ResidentConfirmed{}.Kind(),
	events.ReopenRequested{}.Kind(), events.RequestReopened{}.Kind(), events.ReopenRefused{}.Kind(), events.RequestClosed{}.Kind(),
}

// ShownNews lists what happened between two moments, both of which count, the
// oldest first and at most so many; where more happened, the newest. May says
// whether a request may be shown to whoever asks.
func (s *Service) ShownNews(ctx context.Context, from, until time.Time, most int, may func(Shown) bool) ([]News, error) {
	q := s.db.Read(ctx)
	entries, err := journal.Between(ctx, q, from, until, newsKinds, most)
	if err != nil {
		return nil, err
	}
	requests, err := s.requestsOf(ctx, q, entries)
	if err != nil {
		return nil, err
	}
	var all []News
	var messages []string
	for i := len(entries) - 1; i >= 0; i-- {
		e := &entries[i]
		r, known := requests[e.Subject.ID]
		if !known || !may(r) {
			continue
		}
		n, err := newsOf(e, r)
		if err != nil {
			return nil, err
		}
		if n.ID != e.ID {
			messages = append(messages, string(n.ID))
		}
		all = append(all, n)
	}
	return all, s.withTexts(ctx, q, all, messages)
}

// atATime is how many rows one question names.
const atATime = 200

func (s *Service) requestsOf(ctx context.Context, q db.Query, entries []journal.Entry) (map[city.ID]Shown, error) {
	by := map[city.ID]Shown{}
	var ids []string
	for _, e := range entries {
		if _, known := by[e.Subject.ID]; !known {
			by[e.Subject.ID] = Shown{}
			ids = append(ids, string(e.Subject.ID))
		}
	}
	clear(by)
	for len(ids) > 0 {
		n := min(len(ids), atATime)
		some, err := s.shownBy(ctx, q, `id`, ids[:n])
		if err != nil {
			return nil, err
		}
		for _, r := range some {
			by[r.ID] = r
		}
		ids = ids[n:]
	}
	return by, nil
}

func newsOf(e *journal.Entry, r Shown) (News, error) {
	var what struct {
		Message city.ID `json:"message"`
		Outcome Outcome `json:"outcome"`
		After   struct {
			Status Status `json:"status"`
		} `json:"after"`
	}
	if err := e.Read(&what); err != nil {
		return News{}, err
	}
	n := News{ID: e.ID, At: e.At, Status: what.After.Status, Outcome: what.Outcome, Request: r}
	if what.Message != "" && e.Kind != (events.RequestAsked{}).Kind() { // a question is for who was asked
		n.ID = what.Message
	}
	if !n.Status.Open() && n.Outcome == "" {
		n.Outcome = r.Outcome
	}
	return n, nil
}

// withTexts fills in words and photos.
func (s *Service) withTexts(ctx context.Context, q db.Query, all []News, ids []string) error {
	words := map[city.ID]Message{}
	for len(ids) > 0 {
		n := min(len(ids), atATime)
		b := &ask{args: []any{q.Tenant()}}
		some, err := db.All(ctx, q, scanMessage, `SELECT `+messageColumns+` FROM requests_messages WHERE tenant_id = $1 AND id IN (`+b.each(ids[:n])+`)`, b.args...)
		if err != nil {
			return err
		}
		for _, m := range some {
			words[m.ID] = m
		}
		ids = ids[n:]
	}
	for i := range all {
		m, said := words[all[i].ID]
		if said && !m.Kind.Inside() {
			all[i].Text, all[i].Lang = m.Text, m.Lang
		}
	}
	return nil
}
