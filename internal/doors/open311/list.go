package open311

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/doors"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/geo"
	"mahalle/internal/platform/i18n"
)

const (
	window     = 90 * 24 * time.Hour
	mostListed = 1000
	deepest    = 100_000 // rows that may be passed over
)

// list answers with requests: by their numbers, or by what they are.
func (s *Server) list(c *call) error {
	if names := c.params.list("service_request_id"); len(names) > 0 {
		found, err := s.byName(c, names)
		if err != nil {
			return err
		}
		return s.sendRequests(c, found)
	}
	f, err := s.filter(c)
	if err != nil {
		return err
	}
	p := s.paper(c)
	if err := s.needs.List(c.ctx, f, p.add); err != nil {
		p.t.give()
		return err
	}
	return p.send()
}

// byName finds those of the named requests that the caller may see.
func (s *Server) byName(c *call, names []string) ([]Request, error) {
	var numbers []string
	for _, name := range names {
		if n, err := s.needs.Number(name); err == nil && !slices.Contains(numbers, n) {
			numbers = append(numbers, n)
		}
	}
	var all []Request
	for some := range slices.Chunk(numbers, 200) {
		found, err := s.needs.ByNumber(c.ctx, some)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	all = slices.DeleteFunc(all, func(r Request) bool { return !c.sees(r) })
	slices.SortFunc(all, func(a, b Request) int { return slices.Index(numbers, a.Number) - slices.Index(numbers, b.Number) })
	return all, nil
}

// sees: everybody sees what is public. A partner sees what it told itself, and
// with the right to it, what is not for everybody.
func (c *call) sees(r Request) bool {
	if c.keyed && r.From == c.partner.Code {
		return true
	}
	if !r.Public && !(c.keyed && c.partner.May(doors.Private)) {
		return false
	}
	return !c.keyed || c.partner.Sees(r.Service, r.Place.District)
}

// one answers with one request, still as a list.
func (s *Server) one(c *call) error {
	found, err := s.found(c, c.named())
	if err != nil {
		return err
	}
	return s.sendRequests(c, found)
}

func (s *Server) found(c *call, name string) ([]Request, error) {
	found, err := s.byName(c, []string{name})
	if err == nil && len(found) == 0 {
		err = fault.New(fault.NotFound, "open311.request_unknown")
	}
	if err == nil {
		c.about = found[0].Number
	}
	return found, err
}

// token: every report gets its number at once, so a number is its own token.
func (s *Server) token(c *call) error {
	found, err := s.found(c, c.named())
	if fault.KindOf(err) == fault.NotFound {
		err = fault.New(fault.NotFound, "open311.token_unknown")
	}
	if err != nil {
		return err
	}
	t := c.tree()
	t.list("service_requests")
	t.begin("request")
	t.text("service_request_id", found[0].Number)
	t.text("token", found[0].Number)
	t.end()
	t.end()
	return c.send(t)
}

// filter reads which requests are wanted, and tells all that is wrong at once.
func (s *Server) filter(c *call) (Filter, error) {
	p, now := &c.params, clock.Now(c.ctx)
	var faults []fault.Field
	check := func(err error) {
		if f, ok := fault.Of(err); ok {
			faults = append(faults, f.On...)
		}
	}
	f := Filter{Limit: mostListed}
	var err error
	if p.get("updated_after") != "" || p.get("updated_before") != "" {
		f.UpdatedFrom, f.UpdatedBefore, err = p.span("updated_after", "updated_before", now)
		check(err)
		if p.get("start_date") != "" || p.get("end_date") != "" {
			f.OpenedFrom, f.OpenedBefore, err = p.span("start_date", "end_date", now)
			check(err)
		}
	} else {
		f.OpenedFrom, f.OpenedBefore, err = p.span("start_date", "end_date", now)
		check(err)
	}
	f.Statuses, f.Outcomes, err = standings(p.list("status"))
	check(err)
	check(p.page(&f))
	f.Box, err = p.box()
	check(err)
	if len(faults) > 0 {
		return f, fault.Fields(faults...)
	}
	f.Services = p.list("service_code")
	for _, code := range f.Services {
		if _, err := s.service(c, code); err != nil {
			return f, err
		}
	}
	c.limit(&f)
	return f, nil
}

// limit keeps a partner with what it has to do with.
func (c *call) limit(f *Filter) {
	if !c.keyed {
		return
	}
	f.Unpublished, f.Districts = c.partner.May(doors.Private), c.partner.Districts
	if len(c.partner.Subjects) == 0 {
		return
	}
	if len(f.Services) == 0 {
		f.Services = c.partner.Subjects
		return
	}
	f.Services = slices.DeleteFunc(f.Services, func(code string) bool { return !slices.Contains(c.partner.Subjects, code) })
	if len(f.Services) == 0 {
		f.Services = []string{"-"} // a list of nothing
	}
}

// span reads two ends of a window, both of which count, to the second. One end is
// enough; without any it is the last ninety days.
func (p *params) span(first, last string, now time.Time) (from, before time.Time, err error) {
	from, err1 := p.moment(first)
	until, err2 := p.moment(last)
	if err1 != nil {
		return from, until, err1
	}
	if err2 != nil {
		return from, until, err2
	}
	switch {
	case from.IsZero() && until.IsZero():
		return now.Add(-window), time.Time{}, nil
	case until.IsZero():
		until = from.Add(window)
	case from.IsZero():
		from = until.Add(-window)
	case until.Before(from):
		return from, until, wrong(last, "open311.window_reversed")
	case until.Sub(from) > window:
		return from, until, wrong(last, "open311.window_long")
	}
	return from.Truncate(time.Second), until.Truncate(time.Second).Add(time.Second), nil
}

// page reads which part of the list is wanted. Page 0 is the first.
func (p *params) page(f *Filter) error {
	size, err := p.count("page_size", mostListed, 1)
	if err != nil {
		return err
	}
	page, err := p.count("page", 1, 0)
	if err != nil {
		return err
	}
	f.Limit = min(size, mostListed)
	f.Skip = (max(page, 1) - 1) * f.Limit
	if f.Skip > deepest {
		return wrong("page", "open311.page_deep")
	}
	return nil
}

func (p *params) count(name string, usual, least int) (int, error) {
	v := p.get(name)
	if v == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(i18n.ASCIIDigits(v))
	if err != nil || n < least || n > math.MaxInt32/mostListed {
		return 0, wrong(name, "open311.count_wrong")
	}
	return n, nil
}

// usualRadius is meant by a point alone, in metres; beyond the most, the city is.
const (
	usualRadius = 500
	mostRadius  = 50_000
)

// box reads a piece of the map: west, south, east and north, or a point and a
// radius.
func (p *params) box() (*geo.Box, error) {
	if v := p.get("bbox"); v != "" {
		var side [4]float64
		parts := strings.Split(v, ",")
		for i := range side {
			if len(parts) != 4 {
				return nil, wrong("bbox", "open311.bbox_wrong")
			}
			var ok bool
			if side[i], ok = degrees(parts[i], []float64{180, 90}[i%2]); !ok {
				return nil, wrong("bbox", "open311.bbox_wrong")
			}
		}
		sw, ne := city.PointAt(side[1], side[0]), city.PointAt(side[3], side[2])
		if sw.Lat > ne.Lat || sw.Lon > ne.Lon {
			return nil, wrong("bbox", "open311.bbox_wrong")
		}
		return &geo.Box{South: sw.Lat, West: sw.Lon, North: ne.Lat, East: ne.Lon}, nil
	}
	at, given, err := p.point()
	if err != nil || !given {
		return nil, err
	}
	radius := float64(usualRadius)
	if v := p.get("radius"); v != "" {
		var ok bool
		if radius, ok = degrees(v, mostRadius); !ok || radius <= 0 {
			return nil, wrong("radius", "open311.radius_wrong", "most", mostRadius)
		}
	}
	b := geo.Around(at, radius)
	return &b, nil
}

// point reads lat and long, which come together.
func (p *params) point() (at city.Point, given bool, err error) {
	lat, long := p.get("lat"), p.get("long")
	if lat == "" && long == "" {
		return at, false, nil
	}
	if lat == "" || long == "" {
		return at, false, wrong("lat", "open311.point_half")
	}
	a, okA := degrees(lat, 90)
	o, okO := degrees(long, 180)
	if !okA || !okO {
		return at, false, wrong("lat", "open311.point_wrong")
	}
	return city.PointAt(a, o), true, nil
}

func degrees(s string, most float64) (float64, bool) {
	f, err := strconv.ParseFloat(i18n.ASCIIDigits(strings.TrimSpace(s)), 64)
	return f, err == nil && f >= -most && f <= most
}
