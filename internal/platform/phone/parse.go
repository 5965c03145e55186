package phone

import (
	"strings"
	"unicode"

	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
)

// Parse reads a number in any digits and any of the usual spellings and gives
// it in E.164. A number without country is one of the plan; without area too if
// the plan names the city's. Otherwise it is fault.Invalid, with a message that
// shows how to write it.
func Parse(input string, p Plan) (string, error) {
	digits, foreign, ok := dialled(input)
	if ok && !foreign {
		digits, foreign = strings.CutPrefix(digits, p.abroad())
	}
	switch {
	case !ok:
	case foreign:
		if number, ok := p.international(digits); ok {
			return "+" + number, nil
		}
	default:
		if number, ok := p.national(digits); ok {
			return "+" + p.Country + number, nil
		}
	}
	return "", fault.New(fault.Invalid, "phone.not_a_phone", "example", p.example())
}

// dialled takes the digits out of a spelling and tells whether a + led them.
func dialled(input string) (digits string, plus, ok bool) {
	var b []byte
	input = strings.TrimPrefix(strings.TrimSpace(i18n.ASCIIDigits(input)), "tel:")
	for _, r := range input {
		switch {
		case r >= '0' && r <= '9' && len(b) < 24:
			b = append(b, byte(r))
		case (r == '+' || r == '＋') && len(b) == 0 && !plus:
			plus = true
		case strings.ContainsRune("-‐‑–—−./()", r), unicode.IsSpace(r), unicode.Is(unicode.Cf, r):
		default:
			return "", false, false
		}
	}
	return string(b), plus, len(b) > 0
}

// international reads what follows + or 00. People write +90 (0) 532 too.
func (p Plan) international(digits string) (string, bool) {
	rest, ours := strings.CutPrefix(digits, p.Country)
	if !ours {
		return digits, len(digits) >= 8 && len(digits) <= 15 && digits[0] != '0'
	}
	if len(rest) > p.digits() {
		rest = strings.TrimPrefix(rest, p.Trunk)
	}
	return p.Country + rest, p.isNational(rest) || p.isBare(rest)
}

// national reads a number as it is dialled inside the country.
func (p Plan) national(digits string) (string, bool) {
	if p.isNational(digits) || p.isBare(digits) {
		return digits, true
	}
	for _, before := range []string{p.Trunk, p.Country} {
		if rest, cut := strings.CutPrefix(digits, before); cut && p.isNational(rest) {
			return rest, true
		}
	}
	local := p.Area != "" && digits[0] != '0'
	return p.Area + digits, local && p.isNational(p.Area+digits)
}
