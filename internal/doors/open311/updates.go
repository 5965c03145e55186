package open311

import (
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/doors"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/fault"
)

// FixMyStreet asks every few minutes what happened in a short window, and drops
// what lies outside: updates are chosen by their own time.

// updates lists what happened to requests, the oldest first.
func (s *Server) updates(c *call) error {
	from, before, err := c.params.span("start_date", "end_date", clock.Now(c.ctx))
	if err != nil {
		return err
	}
	until := before.Add(-time.Microsecond)
	if before.IsZero() {
		until = clock.Now(c.ctx)
	}
	all, err := s.needs.News(c.ctx, from, until, mostListed, c.sees)
	if err != nil {
		return err
	}
	wide := c.params.get("extensions") != "false"
	t := c.tree()
	t.list("service_request_updates")
	for i := range all {
		n := &all[i]
		t.begin("request_update")
		t.text("update_id", updateID(n.ID))
		t.text("service_request_id", n.Request.Number)
		if wide {
			t.text("status", wider(n.Status, n.Outcome))
		} else {
			t.text("status", plain(n.Open))
		}
		t.moment("updated_datetime", n.At)
		t.text("description", n.Text)
		t.text("media_url", "")
		if wide {
			t.text("external_status_code", n.Status)
		}
		t.end()
	}
	t.end()
	return c.send(t)
}

// updateID begins with a letter: some clients make numbers of what looks like one.
func updateID(id city.ID) string { return "u" + string(id) }

// update takes what somebody added to a request elsewhere.
func (s *Server) update(c *call) error {
	if err := c.needsRight(doors.Update); err != nil {
		return err
	}
	p := &c.params
	name := p.get("service_request_id")
	if name == "" {
		return wrong("service_request_id", "open311.request_missing")
	}
	found, err := s.found(c, name)
	if err != nil {
		return err
	}
	w := Word{From: c.partner.Code, Key: p.get("update_id"), Number: found[0].Number, Text: p.get("description")}
	if w.Key == "" {
		w.Key = c.r.Header.Get("Idempotency-Key")
	}
	if len(w.Key) > 200 {
		return wrong("update_id", "open311.update_id_wrong")
	}
	if w.Fixed, w.Open, err = said(p.get("status")); err != nil {
		return err
	}
	if _, err := p.moment("updated_datetime"); err != nil {
		return err
	}
	if w.Photos, err = s.pictures(c.ctx, p.files); err != nil {
		return err
	}
	id, err := s.needs.Word(c.ctx, w)
	if err != nil {
		return renamed(err)
	}
	t := c.tree()
	t.list("service_request_updates")
	t.begin("request_update")
	t.text("update_id", updateID(id))
	t.text("service_request_id", found[0].Number)
	t.end()
	t.end()
	return c.send(t)
}

// said is what the status of an update says: done, not done, or nothing.
func said(status string) (fixed, open bool, err error) {
	switch s := strings.ToLower(status); s {
	case "":
	case "fixed", "closed":
		return true, false, nil
	case "open", "reopen":
		return false, true, nil
	default:
		if _, known := meaning[s]; !known {
			return false, false, fault.Fields(fault.Field{Name: "status", Key: "open311.status_wrong", Args: []any{"name", "status"}})
		}
	}
	return false, false, nil
}
