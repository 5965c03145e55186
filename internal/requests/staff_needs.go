package requests

import (
	"context"

	"mahalle/internal/city"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
)

// StaffPages is what the screens of staff ask of the other capabilities, besides
// Pages. Package app joins it.
type StaffPages struct {
	// Units lists the units something can be handed over to.
	Units func(ctx context.Context) []ui.Option
	// Templates lists ready texts for a purpose: reply, interim, finish, refuse or ask.
	Templates func(ctx context.Context, subject, purpose string, lang city.Lang) []Ready
	// Speak is the language of a letter to a resident.
	Speak func(ctx context.Context, lang city.Lang) i18n.Locale
	// Counts tells how many requests a view of the reader's list holds, by the
	// view's name; a view that is not told shows no number.
	Counts func(ctx context.Context) map[string]int64
	// Above names the post that is so many steps above another, for telling who
	// hears next of what is late.
	Above func(ctx context.Context, post string, steps int) string
	// Why is the sentence of the owner rule that led to the unit.
	Why func(ctx context.Context, rule int) string
	// WayHere is the address that tells which rules were asked on the way.
	WayHere func(ctx context.Context, r *Request) string
	// Urgent marks the words of a report that cannot wait.
	Urgent func(ctx context.Context, text string) []ui.Mark
}

// Ready is a ready text with places for values.
type Ready struct {
	Code, Title, Text string

	purpose string
}

// JoinStaff gives the screens of staff what they need.
func (s *Service) JoinStaff(p StaffPages) { s.staff = p }

func (p StaffPages) units(ctx context.Context) []ui.Option {
	if p.Units == nil {
		return nil
	}
	return p.Units(ctx)
}

func (p StaffPages) urgent(ctx context.Context, text string) []ui.Mark {
	if p.Urgent == nil {
		return nil
	}
	return p.Urgent(ctx, text)
}

func (p StaffPages) counts(ctx context.Context) map[string]int64 {
	if p.Counts == nil {
		return nil
	}
	return p.Counts(ctx)
}

func (p StaffPages) ready(ctx context.Context, subject, purpose string, lang city.Lang) []Ready {
	if p.Templates == nil {
		return nil
	}
	return p.Templates(ctx, subject, purpose, lang)
}

func (p StaffPages) why(ctx context.Context, rule int) string {
	if p.Why == nil || rule == 0 {
		return ""
	}
	return p.Why(ctx, rule)
}

func (p StaffPages) above(ctx context.Context, post string, steps int) string {
	if p.Above == nil {
		return ""
	}
	return p.Above(ctx, post, steps)
}

func (p Pages) kindName(ctx context.Context, code string) string {
	if p.KindName == nil {
		return code
	}
	return p.KindName(ctx, code)
}

func (p Pages) personName(ctx context.Context, id city.ID) string {
	if p.PersonName == nil || id == "" {
		return ""
	}
	return p.PersonName(ctx, id)
}
