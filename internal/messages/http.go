package messages

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/web"
)

// Routes opens the ledger, and in demonstrations the mailbox.
func (s *Service) Routes(r *web.Router) {
	r.Handle("GET /staff/messages", CanView, s.ledger)
	r.Handle("GET /staff/messages/{id}", CanView, s.one)
	r.Handle("POST /staff/messages/{id}/again", CanView, s.sendAgain)
	r.Handle("GET /demo/mailbox", access.Public, s.mailbox)
}

const perPage = 50

// view is one tab of the ledger.
type view struct {
	code string
	read func(ctx context.Context, q db.Query, before city.ID, limit int) ([]Letter, error)
}

var views = []view{{"all", newest}, {"failed", unsent}, {"waiting", waiting}}

type ledgerPage struct {
	view    string
	letters []Letter
	next    string // address of the older ones
	unset   bool   // no mail server
	demo    bool
	now     time.Time
}

func (s *Service) ledger(w http.ResponseWriter, r *http.Request) error {
	ctx, asked := r.Context(), r.URL.Query()
	v := views[0]
	for _, known := range views {
		if known.code == asked.Get("view") {
			v = known
		}
	}
	before := city.ID(asked.Get("after"))
	if before == "" {
		before = last
	}
	found, err := v.read(ctx, s.db.Read(ctx), before, perPage+1)
	if err != nil {
		return err
	}
	p := ledgerPage{view: v.code, letters: found, unset: s.sender.Unset(), demo: tenant.From(ctx).Demonstration, now: clock.Now(ctx)}
	if len(found) > perPage {
		p.letters = found[:perPage]
		p.next = "/staff/messages?" + url.Values{"view": {v.code}, "after": {string(found[perPage-1].ID)}}.Encode()
	}
	return web.Page(w, r, http.StatusOK, p.page())
}

func (s *Service) one(w http.ResponseWriter, r *http.Request) error {
	l, err := byID(r.Context(), s.db.Read(r.Context()), city.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	return web.Page(w, r, http.StatusOK, letterPage(l, clock.Now(r.Context())))
}

func (s *Service) sendAgain(w http.ResponseWriter, r *http.Request) error {
	id := city.ID(r.PathValue("id"))
	if err := s.again(r.Context(), id); err != nil {
		return err
	}
	web.Flash(w, "", "messages.queued_again")
	return web.Go(w, r, href(id))
}

func href(id city.ID) string { return "/staff/messages/" + string(id) }

const mailboxDays = 7

// mailbox shows a visitor of a demonstration what residents were sent, with
// their own links, so that the visitor can play the resident.
func (s *Service) mailbox(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if !tenant.From(ctx).Demonstration {
		return fault.New(fault.NotFound, "web.not_found")
	}
	now := clock.Now(ctx)
	found, err := newest(ctx, s.db.Read(ctx), last, perPage)
	if err != nil {
		return err
	}
	var recent []Letter
	for _, l := range found {
		if l.State == Kept && now.Sub(l.Queued) < mailboxDays*24*time.Hour {
			recent = append(recent, l)
		}
	}
	ownLink := func(l Letter) string { // on the host that is being visited
		return s.ownLink(ctx, l, "/r/"+l.Number)
	}
	return web.Page(w, r, http.StatusOK, mailboxPage(recent, ownLink, now))
}
