package ask

import "slices"

// said are answers so far, by the question's code: one, or several of Many.
type said map[string][]string

// shows reports whether a question is asked after these answers. A question
// that is not shown has not been answered, so what depends on it is not shown
// either.
func (q *Question) shows(answers said) bool {
	if q.When == nil {
		return true
	}
	given := answers[q.When.Question]
	if len(q.When.Is) == 0 {
		return len(given) > 0
	}
	return slices.ContainsFunc(given, func(one string) bool { return slices.Contains(q.When.Is, one) })
}

// stopped is the end of the form after this answer, if it ends it.
func (q *Question) stopped(given []string) *Stop {
	for i, s := range q.Stops {
		if slices.ContainsFunc(given, func(one string) bool { return slices.Contains(s.Is, one) }) {
			return &q.Stops[i]
		}
	}
	return nil
}
