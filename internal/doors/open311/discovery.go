package open311

import (
	"net/http"
	"time"

	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/web"
)

const specification = "http://wiki.open311.org/GeoReport_v2"

// discovery tells where the door is and what it speaks.
func (s *Server) discovery(c *call) error {
	_, changed, err := s.needs.Asked(c.ctx)
	if err != nil {
		return err
	}
	own, l := tenant.From(c.ctx), c.locale()
	if own.Changed.After(changed) {
		changed = own.Changed
	}
	if now := clock.Now(c.ctx); changed.IsZero() || changed.After(now) {
		changed = now
	}
	contact := l.Text(own.Name)
	for _, line := range own.Lines {
		contact += ", " + line.Number
	}
	t := c.tree()
	t.begin("discovery")
	t.moment("changeset", changed)
	t.text("contact", contact)
	t.text("key_service", l.Say("open311.key_service", "city", own.Name))
	t.list("endpoints")
	at := addressOf(c.r) + base
	// One endpoint under both spellings: clients that join strings take the second,
	// and a validator reads a list of one as no list.
	endpoint(t, at, changed, own.Demonstration)
	endpoint(t, at+"/", changed, own.Demonstration)
	t.end()
	t.end()
	return c.send(t)
}

func endpoint(t *tree, address string, changed time.Time, demonstration bool) {
	t.begin("endpoint")
	t.text("specification", specification)
	t.text("url", address)
	t.moment("changeset", changed)
	if demonstration {
		t.text("type", "test")
	} else {
		t.text("type", "production")
	}
	t.list("formats")
	t.text("format", "text/xml")
	t.text("format", "application/json")
	t.end()
	t.end()
}

// addressOf is the address under which we were asked.
func addressOf(r *http.Request) string {
	if web.Secure(r) {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
