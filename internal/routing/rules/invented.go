package rules

import (
	"fmt"
	"time"
)

// Invented is a city for measuring: so many rules that ask all there is to ask,
// a second set in which every seventh leads elsewhere, and so many past cases.
// The same numbers make the same city.
func Invented(howMany, cases int) (before, after *Sheet, past []Past) {
	groups := map[string]string{}
	for i := range 96 {
		groups[subjectOf(i)] = fmt.Sprintf("G%02d", i/8)
	}
	var was, will Set
	for i := range howMany - 1 {
		r := inventedRule(i)
		was.Rules = append(was.Rules, r)
		if i%7 == 0 {
			r.Unit += "-new"
		}
		will.Rules = append(will.Rules, r)
	}
	all := Rule{Subject: Everything, Unit: "desk"}
	was.Rules, will.Rules = append(was.Rules, all), append(will.Rules, all)
	before, after = Open(was, groups), Open(will, groups)
	for i := range cases {
		c := inventedCase(i)
		past = append(past, Past{Case: c, Number: fmt.Sprintf("N-%06d", i), Unit: before.Decide(c, Office{}).Unit})
	}
	return before, after, past
}

func subjectOf(i int) string { return fmt.Sprintf("G%02d%d", i/8, i%8) }

func inventedRule(i int) Rule {
	r := Rule{ID: i + 1, Subject: subjectOf(i * 5 % 96), Unit: fmt.Sprintf("unit-%d", i%40)}
	if i%5 == 0 {
		r.Subject = fmt.Sprintf("G%02d.*", i%12)
	}
	switch i % 4 {
	case 0:
		r.Places = []string{fmt.Sprintf("district-%d", i%17), fmt.Sprintf("hood-%d", i%300)}
	case 1:
		r.Street, r.Places = "metro", []string{fmt.Sprintf("district-%d", i%17)}
	case 2:
		r.Time = Time{Days: On(time.Saturday, time.Sunday), From: 18 * 60, To: 8 * 60}
	case 3:
		r.Answers = []Answer{{"size", "large"}}
	}
	return r
}

func inventedCase(i int) Case {
	c := Case{Subject: subjectOf(i * 7 % 96), District: fmt.Sprintf("district-%d", i%17), Neighbourhood: fmt.Sprintf("hood-%d", i%300),
		At: time.Date(2026, 11, 1+i%28, i%24, i%60, 0, 0, time.UTC)}
	if i%3 == 0 {
		c.Street, c.Answers = "metro", map[string]string{"size": "large"}
	}
	return c
}
