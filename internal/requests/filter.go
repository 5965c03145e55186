package requests

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
)

// The address of a list says what it shows, so that it can be kept, sent to a
// colleague and gone back to. Pages and programs read the same words.

// Views are what somebody looks for in the morning, in the order of the tabs.
var Views = []string{"open", "mine", "offered", "many", "parts", "today", "late", "reopen", "asked", "sent", "all"}

// parseFilter reads a filter from an address. Unknown words are refused, so
// that a mistyped filter never silently shows everything.
func parseFilter(ctx context.Context, q url.Values, most int) (Filter, error) {
	f := Filter{
		District: q.Get("district"), Neighbourhood: q.Get("neighbourhood"), Unit: q.Get("unit"), Department: q.Get("department"),
		Subject: q.Get("subject"), Status: Status(q.Get("status")), Person: city.ID(q.Get("person")), Reopened: q.Get("reopened") == "1",
		Confirmed: Confirmed(q.Get("confirmed")), Kept: Kept(q.Get("kept")), Outcome: Outcome(q.Get("outcome")), Open: q.Get("open") == "1",
		After: ParseMark(q.Get("after")), Limit: between(q.Get("limit"), 50, most),
	}
	if name := mistyped(q, f); name != "" {
		return f, fault.New(fault.Invalid, "requests.unknown_filter", "name", name)
	}
	if err := f.days(ctx, q); err != nil {
		return f, err
	}
	f.due(ctx, q.Get("due"))
	f.view(ctx, q.Get("view"))
	return f, nil
}

// closedLists are the words that a filter may have where it cannot have any.
var closedLists = map[string][]string{
	"status": words(Statuses), "confirmed": {"yes", "no", "none"}, "kept": {"yes", "no"}, "outcome": {"fixed", "answered", "refused", "forwarded", "duplicate"},
	"due": {"today", "late"}, "reopened": {"1"}, "open": {"1"}, "view": Views,
}

// longestWord is how many bytes a word of a filter may have.
const longestWord = 200

// mistyped names the first value that nobody means.
func mistyped(q url.Values, f Filter) string {
	for name, known := range closedLists {
		if v := q.Get(name); v != "" && !slices.Contains(known, v) {
			return name
		}
	}
	for _, v := range []struct{ name, value string }{
		{"district", f.District}, {"neighbourhood", f.Neighbourhood}, {"unit", f.Unit}, {"department", f.Department},
		{"subject", f.Subject}, {"person", string(f.Person)},
	} {
		if len(v.value) > longestWord || !utf8.ValidString(v.value) || strings.ContainsRune(v.value, 0) {
			return v.name
		}
	}
	return ""
}

// days reads the days between which requests were opened, both of which count,
// the day from which on they were finished, and the
// day from which on residents spoke.
func (f *Filter) days(ctx context.Context, q url.Values) error {
	zone := tenant.From(ctx).Zone()
	for _, day := range []struct {
		typed string
		after city.Day
		to    *time.Time
	}{{q.Get("from"), 0, &f.OpenedFrom}, {q.Get("until"), 1, &f.OpenedBefore}, {q.Get("done"), 0, &f.DoneFrom}, {q.Get("said"), 0, &f.SaidFrom}} {
		if day.typed == "" {
			continue
		}
		d, err := i18n.ParseDay(day.typed)
		if err != nil {
			return err
		}
		*day.to = (d + day.after).At(0, zone)
	}
	return nil
}

// due narrows to what is owed until midnight, or should have been done.
func (f *Filter) due(ctx context.Context, word string) {
	switch word {
	case "today":
		c := tenant.From(ctx)
		today := c.Today(clock.Now(ctx))
		f.Open, f.DueFrom, f.DueBefore = true, today.At(0, c.Zone()), (today+1).At(0, c.Zone())
	case "late":
		f.Open, f.Late = true, true
	}
}

// view narrows to what a tab shows.
func (f *Filter) view(ctx context.Context, view string) {
	f.Open = f.Open || view != "" && view != "all"
	switch view {
	case "mine":
		f.Person, f.Parts = access.From(ctx).Person, PartsToo
	case "offered":
		f.Status = Offered
	case "today", "late":
		f.due(ctx, view)
	case "parts":
		f.Parts = PartsOnly
	case "many":
		f.ByPeople = true
	case "reopen":
		f.Status = ReopenRequested
	case "asked":
		f.Status = Asked
	case "sent":
		f.Status, f.From = Offered, access.From(ctx).Unit
	}
}

func words[T ~string](all []T) []string {
	said := make([]string, len(all))
	for i, v := range all {
		said[i] = string(v)
	}
	return said
}
