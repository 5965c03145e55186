package ui

import "strings"

// BarRow is one bar of a chart of bars: what it counts, the number written
// beside it, and how long it is against the longest.
type BarRow struct {
	Label, Value string
	Amount       float64 // not below zero; bars begin at zero
	Note         string
	Href         string
	Tone         Tone
}

// share is the length of a bar in hundredths of the longest one.
func share(rows []BarRow, amount float64) int {
	longest := 0.0
	for _, r := range rows {
		longest = max(longest, r.Amount)
	}
	if longest == 0 {
		return 0
	}
	return int(100 * amount / longest)
}

// Trend is how a number went, oldest first, on an axis that begins at zero.
type Trend struct {
	Label     string // what the number is, for those who cannot see the line
	Values    []float64
	Before    []float64 // the same time a year ago, drawn pale; may be nil
	From, To  string    // when the line begins and ends, in words
	Top       string    // the number at the top of the axis, in words
	Last      string    // the last number, in words
	Tone      Tone      // of the last point
	TableHref string    // the same as a table; "" hides the link
}

const trendWidth, trendHeight = 640.0, 160.0

func (t Trend) top() float64 {
	top := 0.0
	for _, v := range append(append([]float64{}, t.Values...), t.Before...) {
		top = max(top, v)
	}
	return max(top, 1)
}

// path is a line through the values on the axis of this trend.
func (t Trend) path(values []float64) string {
	var b strings.Builder
	for i := range values {
		x, y := t.point(values, i)
		b.WriteString(map[bool]string{true: "M", false: "L"}[i == 0])
		b.WriteString(short(x) + " " + short(y))
	}
	return b.String()
}

func (t Trend) point(values []float64, i int) (x, y float64) {
	x = 4 + (trendWidth-10)*float64(i)/max(1, float64(len(values)-1))
	return x, trendHeight - 4 - (trendHeight-10)*values[i]/t.top()
}
