package places

import (
	"strconv"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
)

// ParsePoint reads latitude and longitude in degrees, in any digits and with a
// point, a comma or a Persian decimal sign. Anything else is fault.Invalid.
func ParsePoint(lat, lon string) (city.Point, error) {
	a, okA := degrees(lat, 90)
	o, okO := degrees(lon, 180)
	if !okA || !okO {
		return city.Point{}, fault.New(fault.Invalid, "places.not_a_point")
	}
	return city.PointAt(a, o), nil
}

var plainDegrees = strings.NewReplacer("٫", ".", ",", ".", "−", "-", "\u200e", "", "\u200f", "")

// degrees keeps to plain decimal numbers: Go would also take 0x1p4, Inf and NaN.
func degrees(s string, most float64) (float64, bool) {
	s = plainDegrees.Replace(i18n.ASCIIDigits(strings.TrimSpace(s)))
	if s == "" || len(s) > 40 || strings.Trim(s, "0123456789.+-") != "" {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil && f >= -most && f <= most
}
