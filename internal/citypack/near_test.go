package citypack

import (
	"testing"
	"time"
)

func TestNearIsReadAsItIsWritten(t *testing.T) {
	const day = 24 * time.Hour
	for text, want := range map[string]Near{
		"50m/30d":        {Metres: 50, Within: 30 * day},
		"1000m/1d group": {Metres: 1000, Within: day, Group: true},
		"off":            {},
	} {
		if got, err := ParseNear(text); err != nil || got != want {
			t.Errorf("%q is %+v, %v", text, got, err)
		}
	}
	for _, wrong := range []string{"", "50", "50m", "50m/", "50/30", "0m/3d", "1001m/3d", "5m/0d", "5m/3d groups", "-5m/3d", "5m/3d group x", "٥m/3d"} {
		if got, err := ParseNear(wrong); err == nil {
			t.Errorf("%q was read as %+v", wrong, got)
		}
	}
}
