package i18n

import (
	"math"
	"strconv"
	"strings"

	"mahalle/internal/city"
)

// Number writes a whole number: 1.846, ۱٬۸۴۶, 1,846.
func (l Locale) Number(n int64) string {
	var space [64]byte
	return string(l.appendNumber(space[:0], n))
}

// Decimal writes a number with so many digits after the mark: 12,5 ۱۲٫۵ 12.5.
// What is not a number is a dash.
func (l Locale) Decimal(f float64, digits int) string {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return "–"
	}
	var space [32]byte
	s := string(strconv.AppendFloat(space[:0], math.Abs(f), 'f', max(0, digits), 64))
	var b []byte
	if f < 0 && strings.Trim(s, "0.") != "" {
		b = append(b, l.minus()...)
	}
	units, fraction, _ := strings.Cut(s, ".")
	b = l.appendGrouped(b, units)
	if fraction != "" {
		b = append(b, l.marks().decimal...)
		b = l.appendDigits(b, fraction)
	}
	return string(b)
}

// Percent writes a ratio to the nearest whole percent: 0.87 is %87, ۸۷٪, 87%.
func (l Locale) Percent(ratio float64) string {
	percent := math.Round(ratio * 100)
	if math.IsNaN(percent) || math.Abs(percent) > 1e15 {
		return "–"
	}
	return l.Say("i18n.percent", "n", int64(percent))
}

// Digits writes the ASCII digits of a text in the reader's digits and leaves
// everything else as it is.
func (l Locale) Digits(s string) string {
	if l.Lang != city.Persian || !strings.ContainsAny(s, "0123456789") {
		return s
	}
	return string(l.appendDigits(make([]byte, 0, len(s)*2), s))
}

type numberMarks struct{ group, decimal string }

func (l Locale) marks() numberMarks {
	switch l.Lang {
	case city.Turkish:
		return numberMarks{".", ","}
	case city.Persian:
		return numberMarks{"٬", "٫"}
	default:
		return numberMarks{",", "."}
	}
}

// minus stands left of the number in Persian too; the mark before it says so.
func (l Locale) minus() string {
	if l.Lang == city.Persian {
		return "\u200e−"
	}
	return "−"
}

func (l Locale) appendNumber(b []byte, n int64) []byte {
	size := uint64(n)
	if n < 0 {
		b, size = append(b, l.minus()...), -size
	}
	var space [20]byte
	return l.appendGrouped(b, string(strconv.AppendUint(space[:0], size, 10)))
}

func (l Locale) appendGrouped(b []byte, digits string) []byte {
	group := l.marks().group
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b = append(b, group...)
		}
		b = l.appendDigits(b, digits[i:i+1])
	}
	return b
}

// appendPlain writes a small number without grouping, padded to width.
func (l Locale) appendPlain(b []byte, n, width int) []byte {
	var space [20]byte
	digits := strconv.AppendInt(space[:0], int64(n), 10)
	for range width - len(digits) {
		b = l.appendDigits(b, "0")
	}
	return l.appendDigits(b, string(digits))
}

func (l Locale) appendDigits(b []byte, s string) []byte {
	if l.Lang != city.Persian {
		return append(b, s...)
	}
	for i := range len(s) {
		if c := s[i]; c >= '0' && c <= '9' {
			b = append(b, 0xdb, 0xb0+c-'0') // ۰ is U+06F0
		} else {
			b = append(b, c)
		}
	}
	return b
}
