package requests

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/i18n"
)

// spot is a place offered for what a caller says: "by the school in Altay".
type spot struct {
	city.Place
	Name   string
	points int
}

// word is how a form names a spot.
func (p spot) word() string { return p.District + "/" + p.Neighbourhood }

// sortWords say what sort of place it is, folded, and nothing of which one.
var sortWords = []string{"mah", "mh", "mahalle", "mahallesi", "cad", "cd", "cadde", "caddesi", "sok", "sk", "sokak", "sokagi", "ilce", "ilcesi", "محله", "خیابان", "کوچه", "منطقه"}

// spots finds neighbourhoods and districts whose names begin a word of what is
// said, those that explain most of it first. People add streets and shops; what
// fits nothing is left aside.
func (s *Service) spots(ctx context.Context, c *call) []spot {
	a := access.From(ctx)
	typed := slices.DeleteFunc(i18n.Words(strings.ReplaceAll(c.Where, "\u200c", " ")), func(w string) bool { return slices.Contains(sortWords, w) })
	typed = typed[:min(len(typed), 8)]
	var found []spot
	for _, d := range s.pages.districts(ctx) {
		at := spot{Place: city.Place{District: d.Code}, Name: d.Name}
		own := pointsOf(typed, d.Name)
		found = s.offer(ctx, a, found, at, own, typed)
		for _, n := range s.pages.neighbourhoods(ctx, d.Code) {
			if points := pointsOf(typed, n.Name); points > 0 || forArea(a) && len(typed) == 0 {
				at := spot{Place: city.Place{District: d.Code, Neighbourhood: n.Code}, Name: n.Name}
				found = s.offer(ctx, a, found, at, 4*points+own, typed)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b spot) int { return cmp.Compare(b.points, a.points) })
	found = found[:min(len(found), mostSuggested)]
	for i := range found {
		found[i].Name = s.pages.placeName(ctx, found[i].Place)
	}
	c.settleSpot(found)
	return found
}

// offer adds a spot that fits what was said and lies where the clerk may take
// requests; a headman who has said nothing yet is offered the own area.
func (s *Service) offer(ctx context.Context, a access.Actor, found []spot, at spot, points int, typed []string) []spot {
	ownArea := forArea(a) && len(typed) == 0
	if points == 0 && !ownArea || forArea(a) && !a.InArea(at.Place) {
		return found
	}
	at.points = points
	return append(found, at)
}

// settleSpot chooses the best spot, unless the clerk chose another against it.
func (c *call) settleSpot(found []spot) {
	byHand := c.Spot != "" && c.Spot != c.WasSpot && slices.ContainsFunc(found, func(f spot) bool { return f.word() == c.Spot })
	if !byHand {
		c.Spot = ""
	}
	if c.WasSpot = ""; len(found) == 0 {
		return
	}
	c.WasSpot = found[0].word()
	switch c.Spot {
	case "":
		c.Spot = c.WasSpot
	case c.WasSpot:
		c.WasSpot = "-" // chosen by hand, and best by chance
	}
}

// pointsOf is how well a name fits what was said: a name said whole before its
// parts, and words before their beginnings.
func pointsOf(typed []string, name string) int {
	points, whole := 0, 0
	names := i18n.Words(name)
	for _, have := range names {
		best := 0
		for _, w := range typed {
			switch {
			case w == have:
				best = max(best, 3)
			case len([]rune(w)) >= 3 && strings.HasPrefix(have, w):
				best = max(best, 1)
			}
		}
		points += best
		if best == 3 {
			whole++
		}
	}
	if whole == len(names) {
		points *= 2
	}
	return points
}

// placeOf is the place of a call: the spot chosen, else the district, else no
// more than words.
func (s *Service) placeOf(ctx context.Context, c call) (city.Place, bool) {
	p := city.Place{District: c.District, Words: c.Where}
	if district, hood, ok := strings.Cut(c.Spot, "/"); ok && c.District == "" {
		p.District, p.Neighbourhood = district, hood
	}
	if p.District != "" && !knows(s.pages.districts(ctx), p.District) || p.Neighbourhood != "" && !knows(s.pages.neighbourhoods(ctx, p.District), p.Neighbourhood) {
		return city.Place{Words: c.Where}, false
	}
	return p, p.District != ""
}
