package suggest

import "slices"

// account makes the report of an exam, and the threshold of each subject.
func (e *exam) account(heat, wanted float64) (Report, []float32) {
	r := Report{Subjects: e.subjects, Examined: len(e.text), Wanted: wanted, Each: make([]SubjectReport, e.subjects)}
	for c := range r.Each {
		r.Each[c].Subject = e.names[c]
	}
	for i, c := range e.subject {
		if e.fold[i] >= 0 {
			r.Cases++
			r.Each[c].Cases++
		}
	}
	e.firstGuesses(&r)
	least := e.suggestions(&r, heat, wanted)
	return r, least
}

// firstGuesses counts what was believed most, and among the first three.
func (e *exam) firstGuesses(r *Report) {
	guessed, right := make([]int, e.subjects), make([]int, e.subjects)
	all, among := 0, 0
	for i, t := range e.text {
		scores, is := e.of(i), e.subject[t]
		better, best := 0, 0
		for c, x := range scores {
			if x > scores[is] || x == scores[is] && int32(c) < is {
				better++
			}
			if x > scores[best] {
				best = c
			}
		}
		guessed[best]++
		r.Each[is].Examined++
		if better == 0 {
			right[is]++
			all++
		}
		if better < 3 {
			among++
		}
	}
	r.Accuracy, r.Among3 = share(all, len(e.text)), share(among, len(e.text))
	f1, of := 0.0, 0
	for c := range r.Each {
		r.Each[c].Recall = share(right[c], r.Each[c].Examined)
		if r.Each[c].Examined+guessed[c] > 0 {
			of++
			f1 += 2 * float64(right[c]) / float64(r.Each[c].Examined+guessed[c])
		}
	}
	r.MacroF1 = f1 / float64(max(of, 1))
}

// suggestions counts what would have been shown.
func (e *exam) suggestions(r *Report, heat, wanted float64) []float32 {
	least := make([]float32, e.subjects)
	allShown, allRight := 0, 0
	for c, claims := range e.claims(heat) {
		least[c] = threshold(claims, wanted, -1)
		n, right := shown(claims, wanted)
		one := &r.Each[c]
		one.On, one.Shown = least[c] <= 1, n
		if one.On {
			r.On++
			one.Threshold = float64(least[c])
		}
		one.Precision, one.Coverage = share(right, n), share(right, one.Examined)
		allShown, allRight = allShown+n, allRight+right
	}
	r.Precision, r.Coverage = share(allRight, allShown), share(allShown, len(e.text))
	return least
}

func share(some, all int) float64 { return float64(some) / float64(max(all, 1)) }

// Weakest lists the subjects that are off, those with the most cases first:
// they are worth a look.
func (r *Report) Weakest() []SubjectReport {
	var all []SubjectReport
	for _, s := range r.Each {
		if !s.On {
			all = append(all, s)
		}
	}
	slices.SortStableFunc(all, func(a, b SubjectReport) int { return b.Cases - a.Cases })
	return all
}
