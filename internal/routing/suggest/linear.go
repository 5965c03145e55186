package suggest

// linear is one weight for each feature and subject. Rows are padded to eight
// subjects, so that loops need no rest.
type linear struct {
	subjects, width int
	weights         []float32 // feature × width
	bias            []float32
}

func newLinear(features, subjects int) *linear {
	width := padded(subjects)
	return &linear{subjects: subjects, width: width, weights: make([]float32, features*width), bias: make([]float32, width)}
}

func padded(subjects int) int { return (subjects + 7) &^ 7 }

func (l *linear) row(f int32) []float32 { return l.weights[int(f)*l.width:][:l.width] }

// score adds up what a text says for each subject.
func (l *linear) score(v *vector, scale float32, into []float32) {
	clear(into)
	for i, f := range v.at {
		addTimes(into, l.row(f), v.worth[i])
	}
	for c := range into {
		into[c] = into[c]*scale + l.bias[c]
	}
}

// addTimes adds times·from to into. Both have the same length, eight or more at
// a time.
func addTimes(into, from []float32, times float32) {
	for len(into) >= 8 && len(from) >= 8 {
		a, b := into[:8:8], from[:8:8]
		a[0] += times * b[0]
		a[1] += times * b[1]
		a[2] += times * b[2]
		a[3] += times * b[3]
		a[4] += times * b[4]
		a[5] += times * b[5]
		a[6] += times * b[6]
		a[7] += times * b[7]
		into, from = into[8:], from[8:]
	}
}
