package requests

import (
	"cmp"
	"context"
	"slices"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/journal"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/geo"
	"mahalle/internal/platform/ui"
	"mahalle/internal/promises"
)

// beside is what stands beside a request: those it belongs to, and those that
// may have the same cause.
type beside struct {
	Lead    *listRow // the request its work is done on
	Members []listRow
	Near    []alike
	More    bool // there are more members than are listed
	May     bool // the reader may put requests together

	Survivor *listRow // where it goes on, if it was merged
	Merged   []mergedRow
	Whole    *listRow    // the request of which it is a part
	Parts    []listRow   // its parts
	Signed   bool        // it may end though parts run on
	Owed     []mergedRow // of which the answer is still owed, this one too
}

// alike is a request that may have the same cause.
type alike struct {
	listRow
	Metres int
	Days   int // between the two
}

// mostBeside is how many members a page lists.
const mostBeside = 30

func (s *Service) besides(ctx context.Context, q db.Query, r *Request) (b beside, err error) {
	a := access.From(ctx)
	b.May = mayGroup(a, r) == nil
	if r.Lead != "" {
		lead, err := byID(ctx, q, r.Lead)
		if err != nil {
			return b, err
		}
		row := s.row(ctx, a, lead)
		b.Lead = &row
	}
	if r.Members > 0 {
		all, err := membersOf(ctx, q, r.ID)
		if err != nil {
			return b, err
		}
		b.More = len(all) > mostBeside
		for i := range all[:min(len(all), mostBeside)] {
			b.Members = append(b.Members, s.row(ctx, a, all[i]))
		}
	}
	if b.May && s.mayLead(ctx, r) == nil {
		if b.Near, err = s.alikeTo(ctx, q, r); err != nil {
			return b, err
		}
	}
	if err := s.besideMerged(ctx, q, r, &b); err != nil {
		return b, err
	}
	return b, s.besideParts(ctx, q, r, &b)
}

// What may have the same cause: told not far away and not long before or after,
// of the same subject or a subject of the same group.
const (
	alikeMetres = 500
	alikeDays   = 21
	mostAlike   = 6
)

func (s *Service) alikeTo(ctx context.Context, q db.Query, r *Request) ([]alike, error) {
	if r.Place.Point.Unknown() {
		return nil, nil
	}
	all, err := pins(ctx, q, geo.Around(r.Place.Point, alikeMetres), false, mostPins)
	if err != nil {
		return nil, err
	}
	same := s.sameGroup(ctx, r.Subject)
	all = slices.DeleteFunc(all, func(p Pin) bool {
		return !same(p.Subject) || p.Number == r.Number || geo.Distance(p.At, r.Place.Point) > alikeMetres
	})
	slices.SortFunc(all, func(a, b Pin) int {
		return int(geo.Distance(a.At, r.Place.Point) - geo.Distance(b.At, r.Place.Point))
	})
	var found []alike
	for _, p := range all {
		if len(found) == mostAlike {
			break
		}
		one, err := byNumber(ctx, q, p.Number)
		if err != nil {
			return nil, err
		}
		if mayBeAlike(access.From(ctx), r, &one) {
			found = append(found, alike{s.row(ctx, access.From(ctx), one), int(geo.Distance(p.At, r.Place.Point)), apart(r, &one)})
		}
	}
	return found, nil
}

func mayBeAlike(a access.Actor, r, other *Request) bool {
	return other.Lead == "" && other.Parent == "" && slices.Contains(gathered, other.Status) && apart(r, other) <= alikeDays && mayGroup(a, other) == nil
}

// apart is how many days lie between two requests.
func apart(a, b *Request) int { return int(a.Opened.Sub(b.Opened).Abs() / (24 * time.Hour)) }

// sameGroup tells whether a subject is of the same group as another.
func (s *Service) sameGroup(ctx context.Context, subject string) func(other string) bool {
	group, of := "", map[string]string{}
	for _, c := range s.pages.subjects(ctx) {
		of[c.Code] = c.Group
		if c.Code == subject {
			group = c.Group
		}
	}
	return func(other string) bool { return other == subject || group != "" && of[other] == group }
}

// gatherView is the page on which one says which request the work is done on.
type gatherView struct {
	Rows   []listRow
	Key    city.ID
	List   string
	Faults map[string]string
	Lead   string
	Now    time.Time
}

func (s *Service) gatherView(ctx context.Context, numbers []string) (gatherView, error) {
	v := gatherView{Key: city.NewID(), Now: clock.Now(ctx)}
	a, q := access.From(ctx), s.db.Read(ctx)
	for _, number := range numbers[:min(len(numbers), mostTogether)] {
		one, err := byNumber(ctx, q, number)
		if err == nil {
			err = maySee(a, &one)
		}
		if err != nil {
			return v, err
		}
		v.Rows = append(v.Rows, s.row(ctx, a, one))
	}
	slices.SortFunc(v.Rows, func(a, b listRow) int { return byWeight(a.Request, b.Request) })
	if len(v.Rows) > 0 {
		v.Lead = v.Rows[0].Number
	}
	return v, nil
}

// sharedWork tells for how many people the work stands that a request belongs
// to, and what is promised for it by the one that leads.
func (s *Service) sharedWork(ctx context.Context, q db.Query, r *Request, people *int) ([]promises.Promise, error) {
	if r.Members > 0 {
		*people = r.People
	}
	at := cmp.Or(r.MergedInto, r.Lead)
	if at == "" {
		return nil, nil
	}
	lead, err := byID(ctx, q, at)
	if err == nil {
		lead, err = survivor(ctx, q, lead)
	}
	if err != nil {
		return nil, err
	}
	*people = lead.People
	all, err := promises.About(ctx, q, lead.ID)
	return slices.DeleteFunc(all, func(p promises.Promise) bool {
		return p.Of != promises.Repair || !p.Owed() || !r.led() && r.MergedInto == ""
	}), err
}

// clustered, unclustered tell residents that their request is worked on with
// others, or by itself again.
func (t *story) clustered(_ journal.Entry, what told) ui.Entry {
	if what.Many > 0 {
		return ui.Entry{Tone: ui.Run, Text: t.l.Say("requests.story_clustered_here", "n", what.Many)}
	}
	return ui.Entry{Tone: ui.Run, Text: t.l.Say(t.whose("requests.story_clustered", "requests.story_clustered_own"))}
}

func (t *story) unclustered(_ journal.Entry, what told) ui.Entry {
	if what.Lead != "" {
		return ui.Entry{Tone: ui.Calm, Text: t.l.Say("requests.story_unclustered_here")}
	}
	return t.unit("requests.story_unclustered", ui.Run, what.After.Unit)
}
