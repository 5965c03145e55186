// Package phone reads telephone numbers as people write them and keeps one form
// of each: E.164, such as +905321234118.
//
// How numbers look in a country is a Plan, which the city brings along. Numbers
// of other countries are taken too, if they say so with + or 00: residents have
// relatives abroad.
//
//	"۰۵۳۲ ۱۲۳ ۴۱ ۱۸", "(0532) 123-41-18", "+90 532…" ──Parse──▶ +905321234118
//	+905321234118 ──Format──▶ 0532 123 41 18 ──Mask──▶ 0532 ••• 41 18
package phone

import (
	"embed"
	"slices"
	"strings"
)

// Locales holds this package's words for the catalog.
//
//go:embed locales
var Locales embed.FS

// Plan is how telephone numbers are made and written in the city's country.
type Plan struct {
	Country string   `json:"country"`          // 90, the calling code
	Trunk   string   `json:"trunk,omitempty"`  // 0, dialled before a national number
	Area    string   `json:"area,omitempty"`   // 236, of numbers written without one
	Mobile  []string `json:"mobile,omitempty"` // how mobile numbers begin; empty where nobody can tell
	Digits  int      `json:"digits"`           // of a national number without trunk; 0 means 10
	Groups  []int    `json:"groups,omitempty"` // how they are written, such as 3, 3, 4; empty means 3, 3, 2, 2
	Bare    []string `json:"bare,omitempty"`   // numbers without area and trunk: 444xxxx
	Abroad  string   `json:"abroad,omitempty"` // dialled before a foreign number; empty means 00
}

// CanText reports whether a text message may reach the number: it is one of the
// plan's mobile numbers, a foreign one, or nobody can tell.
func (p Plan) CanText(e164 string) bool {
	national, ours := strings.CutPrefix(e164, "+"+p.Country)
	return !ours || len(p.Mobile) == 0 ||
		slices.ContainsFunc(p.Mobile, func(begin string) bool { return strings.HasPrefix(national, begin) })
}

func (p Plan) digits() int {
	if p.Digits == 0 {
		return 10
	}
	return p.Digits
}

func (p Plan) abroad() string {
	if p.Abroad == "" {
		return "00"
	}
	return p.Abroad
}

// isNational tells whether digits are a whole number of the country, without
// trunk. No such number begins with what people dial before it, nor with 0.
func (p Plan) isNational(digits string) bool {
	return len(digits) == p.digits() && digits[0] != '0' &&
		(p.Trunk == "" || !strings.HasPrefix(digits, p.Trunk))
}

func (p Plan) isBare(digits string) bool {
	return slices.ContainsFunc(p.Bare, func(form string) bool {
		begin := strings.TrimRight(form, "x")
		return len(digits) == len(form) && strings.HasPrefix(digits, begin)
	})
}
