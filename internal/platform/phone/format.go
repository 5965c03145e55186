package phone

import (
	"slices"
	"strings"
)

// Format writes a number of the plan as it is dialled inside the country, 0532
// 123 41 18, and any other as it is kept. Show it left to right in Persian too.
func Format(e164 string, p Plan) string {
	groups, ours := p.split(e164)
	if !ours {
		return e164
	}
	return strings.Join(groups, " ")
}

// Mask is a number that its owner recognises and nobody else can call: 0532 •••
// 41 18. What is no number at all is hidden whole.
func Mask(e164 string, p Plan) string {
	groups, ours := p.split(e164)
	if ours && len(groups) > 2 {
		groups[1] = strings.Repeat("•", len(groups[1]))
		return strings.Join(groups, " ")
	}
	if !isE164(e164) {
		return "•••"
	}
	return e164[:3] + strings.Repeat("•", len(e164)-5) + e164[len(e164)-2:]
}

func isE164(s string) bool {
	digits, plus := strings.CutPrefix(s, "+")
	return plus && len(digits) >= 7 && strings.Trim(digits, "0123456789") == ""
}

// split cuts a number of the plan into the groups in which it is written.
func (p Plan) split(e164 string) ([]string, bool) {
	national, ours := strings.CutPrefix(e164, "+"+p.Country)
	if !ours || !isE164(e164) || !p.isNational(national) && !p.isBare(national) {
		return nil, false
	}
	var groups []string
	rest := national
	for _, size := range p.groups(national) {
		groups, rest = append(groups, rest[:size]), rest[size:]
	}
	if !p.isBare(national) {
		groups[0] = p.Trunk + groups[0]
	}
	return groups, true
}

// groups are the plan's own for mobiles, and for all numbers where mobiles look
// like the others. The city's own landlines are cut behind their area.
func (p Plan) groups(national string) []int {
	local, near := strings.CutPrefix(national, p.Area)
	if near && p.Area != "" && len(p.Mobile) > 0 && !p.isBare(national) {
		return slices.Insert(usual(len(local)), 0, len(p.Area))
	}
	sum := 0
	for _, size := range p.Groups {
		sum += size
	}
	if sum == len(national) {
		return p.Groups
	}
	return usual(len(national))
}

// usual is how most people write so many digits: in threes, and a last four in
// twos; eight in fours.
func usual(n int) []int {
	if n == 8 {
		return []int{4, 4}
	}
	var groups []int
	for ; n > 4; n -= 3 {
		groups = append(groups, 3)
	}
	if n == 4 {
		return append(groups, 2, 2)
	}
	return append(groups, n)
}

// example is an invented number written as the plan writes them.
func (p Plan) example() string {
	begin := p.Area
	if len(p.Mobile) > 0 {
		begin = p.Mobile[0]
	}
	digits := (begin + "23456789123456")[:p.digits()]
	return Format("+"+p.Country+digits, p)
}
