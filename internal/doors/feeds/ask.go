package feeds

import (
	"context"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/geo"
)

const (
	pageOf   = 50  // entries of a feed
	mostPage = 200 // pages; who wants more narrows by time
)

// read understands what somebody asks for in an address. A parameter that cannot
// be is told, an unknown one passed over.
func read(q url.Values) (f Filter, page int, err error) {
	f = Filter{District: q.Get("district"), Neighbourhood: q.Get("neighbourhood"), Subject: q.Get("subject")}
	switch q.Get("show") {
	case "open":
		f.Open = true
	case "done":
		f.Ended = true
	case "", "all":
	default:
		return f, 0, fault.New(fault.Invalid, "feeds.bad_show")
	}
	if text := q.Get("bbox"); text != "" {
		if f.Box, err = readBox(text); err != nil {
			return f, 0, err
		}
	}
	if text := q.Get("since"); text != "" {
		if f.Since, err = readMoment(text); err != nil {
			return f, 0, err
		}
	}
	page = 1
	if text := q.Get("page"); text != "" {
		if page, err = strconv.Atoi(text); err != nil || page < 1 || page > mostPage {
			return f, 0, fault.New(fault.Invalid, "feeds.bad_page", "most", mostPage)
		}
	}
	f.Skip, f.Limit = (page-1)*pageOf, pageOf
	return f, page, nil
}

// readBox reads west,south,east,north in degrees, as GeoJSON orders them.
func readBox(text string) (*geo.Box, error) {
	no := fault.New(fault.Invalid, "feeds.bad_bbox")
	var side [4]int32
	parts := strings.Split(text, ",")
	if len(parts) != len(side) {
		return nil, no
	}
	for i, p := range parts {
		v, err := strconv.ParseFloat(strings.TrimSpace(p), 64)
		limit := 180.0
		if i%2 == 1 {
			limit = 90
		}
		if err != nil || math.IsNaN(v) || math.Abs(v) > limit {
			return nil, no
		}
		side[i] = int32(math.Round(v * 1e6))
	}
	b := geo.Box{West: side[0], South: side[1], East: side[2], North: side[3]}
	if b.West >= b.East || b.South >= b.North {
		return nil, no
	}
	return &b, nil
}

// readMoment reads a moment with its zone, or a day in UTC.
func readMoment(text string) (time.Time, error) {
	for _, form := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(form, text); err == nil && t.Year() >= 1970 && t.Year() < 3000 {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fault.New(fault.Invalid, "feeds.bad_since")
}

// check refuses a place or subject that nobody knows, and one that is not public:
// the two are the same to whoever asks.
func (s *Service) check(ctx context.Context, f *Filter) error {
	if f.District != "" {
		if _, district, ok := s.needs.AreaName(ctx, f.District); !ok || !district {
			return fault.New(fault.NotFound, "feeds.no_area")
		}
	}
	if f.Neighbourhood != "" {
		if _, district, ok := s.needs.AreaName(ctx, f.Neighbourhood); !ok || district {
			return fault.New(fault.NotFound, "feeds.no_area")
		}
	}
	if f.Subject != "" && !slices.ContainsFunc(s.needs.Subjects(ctx), func(c Choice) bool { return c.Code == f.Subject }) {
		return fault.New(fault.NotFound, "feeds.no_subject")
	}
	return nil
}
