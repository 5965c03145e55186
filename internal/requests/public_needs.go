package requests

import (
	"context"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/geo"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
)

// Choice is a subject as a resident chooses it.
type Choice struct {
	Code, Name             string
	Group, GroupName, Icon string
	Kind                   string // the kind it usually is
	Danger                 bool   // somebody may be hurt: the emergency number comes first
	Hidden                 bool   // the unit does not learn who told, or only the unit reads it
	Resort                 bool   // takes what fits nowhere else
	Near                   Near
}

// Near says when another request may be about the same problem as one of a
// subject.
type Near struct {
	Metres   int           // how far it may lie; 0: never
	Within   time.Duration // how long ago it may have been told
	Subjects []string      // of which it may be
}

// KindChoice is a kind of request as a resident chooses it.
type KindChoice struct {
	Code, Name string
	Named      bool // the law wants to know who asks
}

// Area is a district or neighbourhood one can choose.
type Area struct {
	Code, Name string
	Point      city.Point // zero where nobody knows it
}

// Spot is what the map says about a point.
type Spot struct {
	Place   city.Place
	Near    []Area // other areas whose border is close: the map is coarse there
	Outside bool   // not in this city
}

// The pages ask through these, so that a need nobody joined is an empty answer
// and not a broken page.

func (p Pages) subjectName(ctx context.Context, code string) string {
	if p.SubjectName == nil {
		return code
	}
	return p.SubjectName(ctx, code)
}

func (p Pages) unitName(ctx context.Context, code string) string {
	if p.UnitName == nil {
		return code
	}
	return p.UnitName(ctx, code)
}

func (p Pages) postName(ctx context.Context, code string) string {
	if p.PostName == nil {
		return ""
	}
	return p.PostName(ctx, code)
}

func (p Pages) placeName(ctx context.Context, at city.Place) string {
	if p.PlaceName == nil {
		return at.District
	}
	return p.PlaceName(i18n.From(ctx), ctx, at)
}

func (p Pages) search(ctx context.Context, words string) []Choice {
	if p.SubjectSearch == nil || words == "" {
		return nil
	}
	return p.SubjectSearch(ctx, words)
}

func (p Pages) subjects(ctx context.Context) []Choice {
	if p.Subjects == nil {
		return nil
	}
	return p.Subjects(ctx)
}

func (p Pages) popular(ctx context.Context) []Choice {
	if p.Popular == nil {
		return nil
	}
	return p.Popular(ctx)
}

func (p Pages) kinds(ctx context.Context) []KindChoice {
	if p.Kinds == nil {
		return nil
	}
	return p.Kinds(ctx)
}

func (p Pages) here(ctx context.Context, at city.Point) Spot {
	if p.Here == nil {
		return Spot{Place: city.Place{Point: at}}
	}
	return p.Here(ctx, at)
}

func (p Pages) districts(ctx context.Context) []Area {
	if p.Districts == nil {
		return nil
	}
	return p.Districts(ctx)
}

func (p Pages) neighbourhoods(ctx context.Context, district string) []Area {
	if p.Neighbourhoods == nil || district == "" {
		return nil
	}
	return p.Neighbourhoods(ctx, district)
}

func (p Pages) drawing(ctx context.Context) geo.Drawing {
	if p.Drawing == nil {
		return geo.Drawing{}
	}
	return p.Drawing(ctx)
}

func (p Pages) locator(ctx context.Context, at city.Place) ui.Map {
	if p.Locator == nil {
		return ui.Map{}
	}
	m, _ := p.Locator(ctx, at)
	return m
}

// subject finds one subject by its code.
func (p Pages) subject(ctx context.Context, code string) (Choice, bool) {
	for _, c := range p.subjects(ctx) {
		if c.Code == code {
			return c, true
		}
	}
	return Choice{}, false
}
