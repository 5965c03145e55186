package agencies

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
)

// A link's key is made anew whenever a letter needs it and is kept nowhere.
const (
	oneSealed  = "agency"
	listSealed = "agency list"
)

func parts(ctx context.Context, more ...string) []string {
	return append([]string{string(db.TenantFrom(ctx))}, more...)
}

func (s *Service) keyOf(ctx context.Context, a Agency, c Custody) string {
	return s.seal.Key(oneSealed, parts(ctx, a.Unit, string(c.Request), strconv.Itoa(a.Edition))...)
}

func (s *Service) listKey(ctx context.Context, a Agency) string {
	return a.Unit + "." + s.seal.Key(listSealed, parts(ctx, a.Unit, strconv.Itoa(a.Edition))...)
}

// path is the address of one request for a body, without the host.
func path(number, more, key string) string {
	return "/agency/" + url.PathEscape(number) + more + "?k=" + url.QueryEscape(key)
}

// mostEditions is how many editions back a voided link is still recognised, so
// that its holder is told why it opens nothing.
const mostEditions = 20

// knows reports whether a key opens something now, or did before its edition was
// voided.
func (s *Service) knows(key, purpose string, a Agency, of []string) (opens, voided bool) {
	for e := a.Newest; e > 0 && e > a.Newest-mostEditions; e-- {
		if s.seal.Knows(key, purpose, append(of, strconv.Itoa(e))...) {
			return e == a.Edition, e != a.Edition
		}
	}
	return false, false
}

var (
	errNoLink = fault.New(fault.NotFound, "agencies.no_such_link")
	errVoided = fault.New(fault.Gone, "agencies.link_voided")
	errOver   = fault.New(fault.Gone, "agencies.link_over")
)

// opens finds the body and the request that a key is for. It changes nothing.
func (s *Service) opens(ctx context.Context, q db.Query, number, key string) (Agency, Custody, error) {
	all, err := byNumber(ctx, q, number)
	if err != nil {
		return Agency{}, Custody{}, err
	}
	refusal := errNoLink
	for _, c := range all {
		a, err := s.agency(ctx, q, c.Unit)
		if fault.KindOf(err) == fault.NotFound {
			continue // the pack names it no more
		}
		if err != nil {
			return a, c, err
		}
		opens, voided := s.knows(key, oneSealed, a, parts(ctx, a.Unit, string(c.Request)))
		switch {
		case opens && c.over(clock.Now(ctx)):
			return a, c, errOver
		case opens:
			return a, c, nil
		case voided:
			refusal = errVoided
		}
	}
	return Agency{}, Custody{}, refusal
}

// opensList finds the body whose list a key is for.
func (s *Service) opensList(ctx context.Context, q db.Query, key string) (Agency, error) {
	unit, sealed, ok := strings.Cut(key, ".")
	if !ok || !s.isBody(ctx, unit) {
		return Agency{}, errNoLink
	}
	a, err := s.agency(ctx, q, unit)
	if err != nil {
		return a, err
	}
	switch opens, voided := s.knows(sealed, listSealed, a, parts(ctx, unit)); {
	case opens:
		return a, nil
	case voided:
		return a, errVoided
	}
	return a, errNoLink
}
