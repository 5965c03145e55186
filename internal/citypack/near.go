package citypack

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// Near says when two requests of a subject may be about the same problem.
type Near struct {
	Metres int           // how far apart they may lie; 0: they never are the same
	Within time.Duration // how long ago the other may have been told
	Group  bool          // subjects of the same group count too
}

// usuallyNear is for subjects of which the pack says nothing.
var usuallyNear = Near{Metres: 100, Within: 90 * 24 * time.Hour}

// farthest is as far as anybody walks to look whether it is the same.
const farthest = 1000 // metres

// ParseNear reads "50m/30d", "50m/30d group" or "off".
func ParseNear(text string) (Near, error) {
	if text == "off" {
		return Near{}, nil
	}
	words := strings.Fields(text)
	if len(words) == 0 || len(words) > 2 || len(words) == 2 && words[1] != "group" {
		return Near{}, errNear
	}
	far, long, _ := strings.Cut(words[0], "/")
	metres, err := strconv.Atoi(strings.TrimSuffix(far, "m"))
	days, err2 := strconv.Atoi(strings.TrimSuffix(long, "d"))
	if err != nil || err2 != nil || !strings.HasSuffix(far, "m") || !strings.HasSuffix(long, "d") ||
		metres < 1 || metres > farthest || days < 1 || days > 3650 {
		return Near{}, errNear
	}
	return Near{Metres: metres, Within: time.Duration(days) * 24 * time.Hour, Group: len(words) == 2}, nil
}

var errNear = errors.New(`near is written 50m/30d (1–1000 metres, 1–3650 days), with the word group behind it when other subjects of the group count too, or off`)
