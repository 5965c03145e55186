package hooks

import (
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/doors"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
)

// State says whether a receiver is told anything.
type State string

// The states.
const (
	On      State = "on"
	Stopped State = "stopped" // by somebody of the city
	Failed  State = "failed"  // it took nothing for days
	Gone    State = "gone"    // it said itself that it is no more
)

// Hook is a receiver of the city's news.
type Hook struct {
	ID           city.ID
	Name         string
	URL          string
	Events       []string // public names
	Subjects     []string // codes; none: all
	Districts    []string
	Secret       int       // number of the secret in use
	OldUntil     time.Time // the one before is used too until then
	State        State
	Made         time.Time
	Heard        time.Time // when it last took something
	FailingSince time.Time // zero: it takes what it is sent
	Failures     int       // in a row
	RestUntil    time.Time
}

// Wants reports whether the receiver asked for such news.
func (h *Hook) Wants(event, subject, district string) bool {
	return h.State == On && slices.Contains(h.Events, event) &&
		(len(h.Subjects) == 0 || subject == "" || slices.Contains(h.Subjects, subject)) &&
		(len(h.Districts) == 0 || district == "" && subject == "" || slices.Contains(h.Districts, district))
}

// patience is how long a receiver may take nothing before it is switched off, if
// it failed so often at least.
const (
	patience = 3 * 24 * time.Hour
	failures = 5
)

// took notes that the receiver has something.
func (h *Hook) took(now time.Time) {
	h.Heard, h.FailingSince, h.Failures, h.RestUntil = now, time.Time{}, 0, time.Time{}
}

// failed notes that it has not, and lets it rest; after days it is switched off.
func (h *Hook) failed(now time.Time, atLeast time.Duration) {
	if h.FailingSince.IsZero() {
		h.FailingSince = now
	}
	h.Failures++
	h.RestUntil = now.Add(max(rest(h.Failures), min(atLeast, mostRest)))
	if h.State == On && h.Failures >= failures && now.Sub(h.FailingSince) >= patience {
		h.State = Failed
	}
}

const (
	mostRest  = 15 * time.Minute
	mostPause = 8 * time.Hour
	mostTries = 10 // of one letter: a little more than a day
)

// rest is how long a receiver is left alone after so many failures in a row, and
// pause how long one letter waits after so many tries. Both have chance in them,
// so that many do not come back as one crowd.
func rest(failures int) time.Duration {
	return chance(min(time.Second<<min(failures, 20), mostRest))
}

func pause(attempts int) time.Duration {
	return chance(min(15*time.Second<<min(2*(attempts-1), 20), mostPause))
}

func chance(most time.Duration) time.Duration { return most/2 + rand.N(most/2+1) }

const mostName = 120

// check puts a receiver's fields in order, or says what is wrong with them.
func (h *Hook) check(call func(string) (*url.URL, error), subjects, districts []doors.Choice) error {
	h.Name = strings.Join(strings.Fields(i18n.CleanText(h.Name)), " ")
	var faults []fault.Field
	is := func(wrong bool, name, key string, args ...any) {
		if wrong {
			faults = append(faults, fault.Field{Name: name, Key: key, Args: args})
		}
	}
	is(h.Name == "", "name", "hooks.name_needed")
	is(len([]rune(h.Name)) > mostName, "name", "hooks.too_long", "most", mostName)
	if u, err := call(h.URL); err != nil {
		f, _ := fault.Of(err)
		is(true, "url", f.Key, f.Args...)
	} else {
		h.URL = u.String()
	}
	is(len(h.Events) == 0, "events", "hooks.events_needed")
	is(slices.ContainsFunc(h.Events, func(e string) bool { return !slices.Contains(Events, e) }), "events", "hooks.event_unknown")
	is(!known(h.Subjects, subjects), "subjects", "hooks.subject_unknown")
	is(!known(h.Districts, districts), "districts", "hooks.district_unknown")
	if len(faults) > 0 {
		return fault.Fields(faults...)
	}
	return nil
}

func known(codes []string, all []doors.Choice) bool {
	return !slices.ContainsFunc(codes, func(code string) bool {
		return !slices.ContainsFunc(all, func(c doors.Choice) bool { return c.Code == code })
	})
}
