package app

import (
	"math/rand/v2"
	"net/url"
	"slices"
	"strconv"

	"mahalle/internal/citypack"
	"mahalle/internal/platform/ask"
	"mahalle/internal/questions"
	"mahalle/internal/requests"
)

// inventedAnswers answers the questions of a pack as the people of a
// demonstration would: most of them most of the time, and never so that it is
// somebody else's to do. A new city asks the first version of its questions.
func inventedAnswers(pack *citypack.Pack, dice *rand.Rand) func(subject string) requests.Answers {
	return func(subject string) requests.Answers {
		i := slices.IndexFunc(pack.Questions, func(s citypack.Sheet) bool { return s.Subject == subject })
		if i < 0 || dice.Float64() < 0.25 {
			return nil
		}
		typed := url.Values{}
		for _, q := range pack.Questions[i].Questions {
			if said := invented(q, dice); said != "" && (q.Required || dice.Float64() < 0.6) {
				typed.Set(ask.Field(q.Code), said)
			}
		}
		read := ask.Read(pack.Questions[i].Questions, typed, pack.City.Phone)
		if len(read.Answers) == 0 {
			return nil
		}
		return &questions.Answered{Subject: subject, Version: 1, Answers: read.Answers}
	}
}

// invented is an answer to a question that can be answered without knowing the
// place; empty for one that cannot.
func invented(q ask.Question, dice *rand.Rand) string {
	var choices []string
	switch q.Kind {
	case ask.YesNo:
		choices = []string{ask.Yes, ask.No}
	case ask.One, ask.Many:
		for _, o := range q.Options {
			choices = append(choices, o.Code)
		}
	case ask.Number:
		if q.Least != nil {
			return strconv.Itoa(int(*q.Least) + dice.IntN(12))
		}
	}
	choices = slices.DeleteFunc(choices, func(code string) bool {
		return slices.ContainsFunc(q.Stops, func(s ask.Stop) bool { return slices.Contains(s.Is, code) })
	})
	if len(choices) == 0 {
		return ""
	}
	return choices[dice.IntN(len(choices))]
}
