package requests

import (
	"context"
	"slices"
	"strconv"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/phone"
	"mahalle/internal/platform/tenant"
)

// numberTyped finds out whether somebody typed a number: all of it, in any digits
// and with dashes or without, or only its running part.
func (s *Service) numberTyped(ctx context.Context, typed string) (found string, ok bool) {
	found, err := ParseNumber(typed)
	if err == nil {
		return found, true
	}
	serial, err := strconv.ParseInt(i18n.ASCIIDigits(typed), 10, 64)
	if err != nil || serial < 1 || len(typed) < shortestSerial || serial > 1e9 {
		return "", false
	}
	c := tenant.From(ctx)
	found = number(c.NumberPrefix, yearOf(c, clock.Now(ctx)), serial)
	_, err = s.seen(ctx, found)
	return found, err == nil
}

// shortestSerial keeps house numbers from being taken for requests.
const shortestSerial = 4

// slipIn is the sentence about a number that was almost right.
func slipIn(typed string) string {
	_, err := ParseNumber(typed)
	if f, ok := fault.Of(err); ok && f.Key == "requests.number_mistyped" {
		return f.Key
	}
	return ""
}

// lookedAt is how many of the newest finds are looked at, at first and at most:
// a common word has many, and few of them may be the reader's.
var lookedAt = []int{200, 5000}

// searched finds by words what the reader may see of the filter, the newest
// first, page by page. A telephone number finds what was asked from it.
func (s *Service) searched(ctx context.Context, f Filter, typed string) (all []Request, err error) {
	a, q := access.From(ctx), s.db.Read(ctx)
	if number, err := phone.Parse(typed, tenant.From(ctx).Phone); err == nil && a.Has(CanViewContact) {
		if f.After.ID != "" {
			return nil, nil // one page holds them
		}
		all, err = byPhone(ctx, q, number, rowsPerPage)
		return slices.DeleteFunc(all, func(r Request) bool { return maySeeContact(a, &r) != nil }), err
	}
	after := f.After.ID
	f.After = Mark{}
	and := func(b *ask) string {
		where := b.where(a, f)
		if after != "" {
			where += ` AND id < ` + b.arg(after)
		}
		return where
	}
	for _, most := range lookedAt {
		all, err = matchingIn(ctx, q, typed, f.District, most, and)
		if err != nil || len(all) >= rowsPerPage {
			break
		}
	}
	return all[:min(len(all), rowsPerPage)], err
}
