package i18n

import (
	"math"
	"testing"
)

func TestNumbers(t *testing.T) {
	tr, fa, en := readers(t)
	for name, tt := range map[string]struct{ got, want string }{
		"thousands in Turkish":             {tr.Number(1234567), "1.234.567"},
		"thousands in Persian":             {fa.Number(1846), "۱٬۸۴۶"},
		"thousands in English":             {en.Number(1846), "1,846"},
		"three digits have no mark":        {tr.Number(846), "846"},
		"zero":                             {fa.Number(0), "۰"},
		"below zero":                       {tr.Number(-1846), "−1.846"},
		"below zero in Persian":            {fa.Number(-5), "\u200e−۵"},
		"the smallest number there is":     {en.Number(math.MinInt64), "−9,223,372,036,854,775,808"},
		"a fraction in Turkish":            {tr.Decimal(1234.56, 2), "1.234,56"},
		"a fraction in Persian":            {fa.Decimal(1234567.891, 3), "۱٬۲۳۴٬۵۶۷٫۸۹۱"},
		"a fraction in English":            {en.Decimal(-0.5, 1), "−0.5"},
		"a fraction without its digits":    {en.Decimal(2.6, 0), "3"},
		"digits below zero are no digits":  {en.Decimal(2.6, -4), "3"},
		"almost nothing is not below zero": {en.Decimal(-0.001, 1), "0.0"},
		"no number":                        {en.Decimal(math.NaN(), 1), "–"},
		"no end":                           {en.Decimal(math.Inf(1), 1), "–"},
		"percent in Turkish":               {tr.Percent(0.87), "%87"},
		"percent in Persian":               {fa.Percent(0.87), "۸۷٪"},
		"percent in English":               {en.Percent(0.87), "87%"},
		"half a percent goes up":           {en.Percent(0.125), "13%"},
		"percent of nothing":               {en.Percent(math.NaN()), "–"},
		"a code in Persian digits":         {fa.Digits("0532 123 TR"), "۰۵۳۲ ۱۲۳ TR"},
		"a code in Turkish digits":         {tr.Digits("0532"), "0532"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %q, want %q", name, tt.got, tt.want)
		}
	}
}
