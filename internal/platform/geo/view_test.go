package geo

import "testing"

func TestAViewShowsAnAreaAndItsNeighbours(t *testing.T) {
	d := Outline{Areas: wigglyCity(5, 2)}.Project(500)
	v := d.View(20, "2-2")
	if v.Width*4 < v.Height*5-1 || v.Width > 300 {
		t.Errorf("the view is %v wide and %v high", v.Width, v.Height)
	}
	seen := map[string]bool{}
	for _, s := range v.Shapes {
		seen[s.Code] = true
	}
	if !seen["2-2"] || !seen["1-2"] || !seen["3-3"] || seen["0-0"] || seen["4-4"] {
		t.Errorf("the view shows %v", seen)
	}
	if whole := d.View(20, "nowhere"); len(whole.Shapes) != 25 || whole.Width != d.Width {
		t.Error("around nothing is the whole drawing")
	}
}
