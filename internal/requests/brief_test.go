package requests

import (
	"strings"
	"testing"
)

func TestABriefRowReadsWhateverPeopleWrote(t *testing.T) {
	told := "Çukur\nدو نقطه \x1f ve \"tırnak\""
	r, err := readBrief(strings.Join([]string{"id", "MNS-26-000001-K", "request", "YL01", "closed", "yol", "yunusemre", "", "38612000", "-27400000",
		"tr", "web", "1795500000000000", "0", "1", "2", "3", "4", "0", "fixed", "yes", "no", "1795600000000000", "0", told}, separator))
	if err != nil {
		t.Fatal(err)
	}
	if r.Description != told || r.Number != "MNS-26-000001-K" || r.Place.Point.Lon != -27400000 || !r.Late || r.Reopened != 2 || r.Photos != 4 ||
		!r.Due.IsZero() || r.Opened.IsZero() || r.Confirmed != "yes" || r.Kept != TooLate || r.KeptAt.IsZero() || !r.SaidAt.IsZero() {
		t.Errorf("read %+v", r)
	}
}

func TestABriefRowThatEndsTooEarlyIsNoRequest(t *testing.T) {
	for _, text := range []string{"", "id", "id" + separator + "number"} {
		if r, err := readBrief(text); err == nil {
			t.Errorf("%q was read as %+v", text, r)
		}
	}
}
