package suggest

// packed is a linear model of whole numbers: one byte for each weight, and one
// scale for each feature.
type packed struct {
	width   int
	weights []int8
	scales  []float32
	bias    []float32
}

func pack(l *linear, features int) *packed {
	p := &packed{width: l.width, weights: make([]int8, len(l.weights)), scales: make([]float32, features), bias: l.bias}
	for f := range features {
		row := l.row(int32(f))
		top := float32(0)
		for _, w := range row {
			top = max(top, w, -w)
		}
		if top == 0 {
			continue
		}
		p.scales[f] = top / 127
		for c, w := range row {
			x := w / p.scales[f]
			if x < 0 {
				p.weights[f*p.width+c] = int8(x - 0.5)
			} else {
				p.weights[f*p.width+c] = int8(x + 0.5)
			}
		}
	}
	return p
}

// score adds up what a text says for each subject.
func (p *packed) score(v *vector, into []float32) {
	copy(into, p.bias)
	for i, f := range v.at {
		times := v.worth[i] * p.scales[f]
		row, sum := p.weights[int(f)*p.width:][:p.width], into[:p.width]
		for len(row) >= 8 && len(sum) >= 8 {
			a, b := sum[:8:8], row[:8:8]
			a[0] += times * float32(b[0])
			a[1] += times * float32(b[1])
			a[2] += times * float32(b[2])
			a[3] += times * float32(b[3])
			a[4] += times * float32(b[4])
			a[5] += times * float32(b[5])
			a[6] += times * float32(b[6])
			a[7] += times * float32(b[7])
			row, sum = row[8:], sum[8:]
		}
	}
}
