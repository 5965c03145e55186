package forward

import (
	"math/rand/v2"
	"strings"
	"time"

	"mahalle/internal/platform/i18n"
)

// Dialect is how the other side tells what happens to a request.
type Dialect string

// The dialects.
const (
	Plain       Dialect = "plain"       // in its list of requests
	FixMyStreet Dialect = "fixmystreet" // in its list of updates, with wider states
)

// Photos is how pictures travel.
type Photos string

// The ways of pictures.
const (
	Multipart Photos = "multipart" // in the post itself
	Link      Photos = "link"      // as an address, the first one only
	NoPhotos  Photos = "none"
)

// State says whether anything is sent.
type State string

// The states.
const (
	On      State = "on"
	Stopped State = "stopped"
)

// TheirService is one line of the other side's list.
type TheirService struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	Group    string `json:"group,omitempty"`
	Metadata bool   `json:"metadata,omitempty"` // something is asked in addition
}

// Line is the Open311 door of a body outside.
type Line struct {
	Unit         string
	URL          string // the GeoReport address, without a slash at its end
	Jurisdiction string
	Dialect      Dialect
	Photos       Photos
	Format       string // json or xml
	State        State
	Services     []TheirService
	Checked      time.Time // when their list was read
	Heard        time.Time // when they answered last
	FailingSince time.Time // zero: they answer
	Failures     int       // in a row
	Why          string    // key of the sentence about the last one
	RestUntil    time.Time
	Silent       bool // the alarm is raised
	ReadUntil    time.Time
	secret       string
}

const (
	mostRest     = time.Hour
	patience     = time.Hour // of silence until the alarm, if …
	mostFailures = 3         // … it failed so often at least
)

// answered notes that the other side is there.
func (l *Line) answered(now time.Time) {
	l.Heard, l.FailingSince, l.Failures, l.Why, l.RestUntil, l.Silent = now, time.Time{}, 0, "", time.Time{}, false
}

// failed notes that it is not, and leaves it alone for a while. It reports
// whether that raises the alarm.
func (l *Line) failed(now time.Time, why string) (alarm bool) {
	if l.FailingSince.IsZero() {
		l.FailingSince = now
	}
	l.Failures++
	l.Why, l.RestUntil = why, now.Add(rest(l.Failures))
	if l.Silent || l.Failures < mostFailures || now.Sub(l.FailingSince) < patience {
		return false
	}
	l.Silent = true
	return true
}

// rest is how long to wait after so many failures: half of it is chance, so that
// many do not come back as one crowd.
func rest(failures int) time.Duration {
	most := min(30*time.Second<<min(failures, 12), mostRest)
	return most/2 + rand.N(most/2+1)
}

// service finds one of theirs.
func (l *Line) service(code string) (TheirService, bool) {
	for _, s := range l.Services {
		if s.Code == code {
			return s, true
		}
	}
	return TheirService{}, false
}

// same finds the one of their services that is called as a subject of ours.
func (l *Line) same(subject string, names ...string) (code string, ok bool) {
	for _, s := range l.Services {
		if s.Code == subject {
			return s.Code, true
		}
	}
	for _, name := range names {
		for _, s := range l.Services {
			if name != "" && i18n.Fold(s.Name) == i18n.Fold(name) {
				return s.Code, true
			}
		}
	}
	return "", false
}

// said is one of the four answers of a body.
type said string

const (
	nothing said = ""
	theirs  said = "accept"
	done    said = "done"
	notOurs said = "return"
)

// meaning is what a status of theirs says, in the words of the letter's link.
func meaning(status string) said {
	switch strings.ToLower(strings.ReplaceAll(strings.TrimSpace(status), " ", "_")) {
	case "closed", "fixed", "resolved":
		return done
	case "investigating", "in_progress", "action_scheduled", "planned", "acknowledged":
		return theirs
	case "no_further_action", "not_councils_responsibility", "duplicate", "cancelled", "internal_referral", "rejected":
		return notOurs
	}
	return nothing
}
