package demonstration

import (
	"slices"
	"sort"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"mahalle/internal/city"
	"mahalle/internal/citypack"
	"mahalle/internal/platform/access"
)

// scene is the stage: what can be reported, where, by whom and who works on it.
type scene struct {
	dice
	pack     *citypack.Pack
	zone     *time.Location
	subjects []citypack.DemoWeight
	subject  map[string]citypack.Subject
	bySeason [12]urn
	texts    map[string][]citypack.DemoText
	replies  map[string][]citypack.DemoReply // "GROUP outcome"
	places   []spot
	place    urn
	persons  func(unit string) []access.Actor
	first    []string
	last     []string
	teller   Teller
	near     map[string]string // district and neighbourhood → its name
}

// spot is a neighbourhood, or a district where no neighbourhoods are known.
type spot struct {
	place  city.Place
	weight float64
	shape  orb.MultiPolygon
	near   city.Point
}

func newScene(pack *citypack.Pack, zone *time.Location, seed uint64, persons func(unit string) []access.Actor) *scene {
	s := &scene{dice: newDice(seed), teller: NewTeller(seed), near: map[string]string{}, pack: pack, zone: zone, persons: persons,
		subject: map[string]citypack.Subject{}, texts: map[string][]citypack.DemoText{}, replies: map[string][]citypack.DemoReply{}}
	for _, sub := range pack.Subjects {
		s.subject[sub.Code] = sub
	}
	for _, t := range pack.Demo.Texts {
		s.texts[t.Subject] = append(s.texts[t.Subject], t)
	}
	for _, r := range pack.Demo.Replies {
		s.replies[r.Group+" "+r.Outcome] = append(s.replies[r.Group+" "+r.Outcome], r)
	}
	s.subjects = slices.DeleteFunc(slices.Clone(pack.Demo.Weights), func(w citypack.DemoWeight) bool { return len(s.texts[w.Subject]) == 0 })
	for month := range s.bySeason {
		s.bySeason[month] = newUrn(s.subjects, func(w citypack.DemoWeight) float64 { return float64(w.Weight * w.Months[month]) })
	}
	s.names()
	s.layOutPlaces()
	return s
}

func (s *scene) names() {
	for _, n := range s.pack.Demo.Names {
		if n.Part == "last" {
			s.last = append(s.last, n.Name)
		} else {
			s.first = append(s.first, n.Name)
		}
	}
}

// layOutPlaces gives every neighbourhood a share of its district's residents;
// the first ones of a district are its town, the others its villages.
func (s *scene) layOutPlaces() {
	outlines := map[string]orb.MultiPolygon{}
	for _, o := range append(slices.Clone(s.pack.DistrictOutlines), s.pack.NeighbourhoodOutlines...) {
		outlines[o.Code] = o.Shape
	}
	of := map[string][]citypack.Neighbourhood{}
	for _, n := range s.pack.Neighbourhoods {
		of[n.District] = append(of[n.District], n)
		s.near[n.Code] = n.Name.In(s.pack.City.Language)
	}
	for _, d := range s.pack.Districts {
		s.near[d.Code] = d.Name.In(s.pack.City.Language)
		people := float64(max(d.Population, 50_000))
		all := of[d.Code]
		if len(all) == 0 {
			s.places = append(s.places, spot{place: city.Place{District: d.Code}, weight: people, shape: outlines[d.Code], near: d.Point})
			continue
		}
		for _, n := range all {
			shape := outlines[n.Code]
			if shape == nil {
				shape = outlines[d.Code]
			}
			size := 0.15 + s.ExpFloat64() // few large ones, many small ones
			s.places = append(s.places, spot{place: city.Place{District: d.Code, Neighbourhood: n.Code},
				weight: people * size / float64(len(all)), shape: shape, near: n.Point})
		}
	}
	s.place = newUrn(s.places, func(p spot) float64 { return p.weight })
}

// where draws a place and a point inside its outline.
func (s *scene) where() city.Place {
	spot := s.places[s.place.draw(s.dice)]
	p := spot.place
	if len(spot.shape) == 0 {
		return p
	}
	b := spot.shape.Bound()
	for range 40 {
		at := orb.Point{b.Min[0] + s.Float64()*(b.Max[0]-b.Min[0]), b.Min[1] + s.Float64()*(b.Max[1]-b.Min[1])}
		if planar.MultiPolygonContains(spot.shape, at) {
			p.Point = city.PointAt(at[1], at[0])
			return p
		}
	}
	return p
}

// when draws n moments of the year that ends at now, sorted: seasons come from
// the subjects' months, hours from each subject's own day.
func (s *scene) when(n int, now time.Time) []arrival {
	all := make([]arrival, n)
	for i := range all {
		day := now.AddDate(0, 0, -s.IntN(365))
		local := day.In(s.zone)
		w := s.subjects[s.bySeason[local.Month()-1].draw(s.dice)]
		hours := s.pack.Demo.Hours[w.Hours]
		hour := newUrn(hours[:], func(h int) float64 { return float64(h) + .01 }).draw(s.dice)
		at := city.DayOf(day, s.zone).At(time.Duration(hour)*time.Hour+time.Duration(s.Int64N(int64(time.Hour))), s.zone)
		if at.After(now) {
			at = at.Add(-24 * time.Hour)
		}
		all[i] = arrival{at: at.UTC(), subject: w.Subject}
	}
	sort.Slice(all, func(i, j int) bool { return all[i].at.Before(all[j].at) })
	return all
}

type arrival struct {
	at      time.Time
	subject string
}

func (s *scene) text(subject string) citypack.DemoText {
	return pick(s.dice, s.texts[subject])
}

// told is a text as somebody at a place would write it.
func (s *scene) told(t citypack.DemoText, at city.Place) string {
	near := s.near[at.Neighbourhood]
	if near == "" {
		near = s.near[at.District]
	}
	return s.teller.Tell(t.Lang, t.Text, near)
}

// reply is what the unit says, in the resident's language if it has such words.
func (s *scene) reply(subject, outcome string, lang city.Lang) string {
	group := s.subject[subject].Group
	all := append(slices.Clone(s.replies[group+" "+outcome]), s.replies["* "+outcome]...)
	own := slices.DeleteFunc(slices.Clone(all), func(r citypack.DemoReply) bool { return r.Lang != lang })
	if len(own) > 0 {
		all = own
	}
	if len(all) == 0 {
		return "—"
	}
	return pick(s.dice, all).Text
}

func (s *scene) name() string { return pick(s.dice, s.first) + " " + pick(s.dice, s.last) }
