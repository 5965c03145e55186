package citypack

import (
	"errors"
	"regexp"
	"strconv"

	"github.com/BurntSushi/toml"

	"mahalle/internal/city"
	"mahalle/internal/platform/phone"
)

// City is what city.toml says: who the city is and how it counts.
type City struct {
	Code      string      `toml:"code"`      // the tenant, such as manisa
	Prefix    string      `toml:"prefix"`    // of human numbers, such as MNS
	Year      string      `toml:"year"`      // gregorian or jalali: the year in human numbers
	Zone      string      `toml:"zone"`      // Europe/Istanbul
	Language  city.Lang   `toml:"language"`  // what a stranger meets first
	Languages []city.Lang `toml:"languages"` // in which every text of the pack is written; all when left out
	Currency  string      `toml:"currency"`  // ISO 4217
	Calendar  string      `toml:"calendar"`  // of units that name none

	TakeWithin string `toml:"take_within"` // until somebody in the unit is on a request, such as 8wh; empty: no time is set

	ConfirmDays int `toml:"confirm_days"` // a resident's time to say yes or no; then closed unconfirmed
	ReopenDays  int `toml:"reopen_days"`  // how long after closing a "no" still reopens

	KeepDays int `toml:"keep_contact_days"` // how long after its end a request says who asked; left out: 730

	Name      city.Text `toml:"name"`
	ShortName city.Text `toml:"short_name"`
	Tagline   city.Text `toml:"tagline"`

	Phone        phone.Plan    `toml:"phone"`
	Emergency    ServiceLine   `toml:"emergency"`
	ServiceLines []ServiceLine `toml:"service_line"`
	MapCredit    city.Text     `toml:"map_credit"` // shown on every map
	Credits      []Note        `toml:"credit"`     // sources to be named on the page about the data
	LegalNotes   []Note        `toml:"legal_note"` // what a lawyer has to look at
}

// ServiceLine is a number worth knowing and what it is for.
type ServiceLine struct {
	Number string    `toml:"number"`
	Label  city.Text `toml:"label"`
}

// Note is a sentence about sources or law. Mark says how well it is known:
// S seen in a public source, K general knowledge to be checked locally.
type Note struct {
	Mark string    `toml:"mark"`
	Text city.Text `toml:"text"`
	URL  string    `toml:"url"`
}

const cityFile = "city.toml"

// city reads city.toml. Until it is understood no language is asked for, so
// that one slip there does not look like a thousand missing texts.
func (r *reader) city() {
	data, ok := r.file(cityFile, true)
	if !ok {
		return
	}
	var c City
	meta, err := toml.Decode(string(data), &c)
	if err != nil {
		line, reason := tomlFault(err)
		r.faults.Add(cityFile, line, "%s", reason)
		return
	}
	if len(c.Languages) == 0 {
		c.Languages = city.Langs
	}
	r.pack.City = c
	sheet := citySheet{r, data}
	for _, key := range meta.Undecoded() {
		sheet.fail(key[len(key)-1], "%s is not known here", key)
	}
	sheet.check(&r.pack.City)
}

var tomlForm = regexp.MustCompile(`^toml: line (\d+) \(last key ("[^"]*")\): (.*)$`)

// tomlFault finds the line in what the TOML reader says.
func tomlFault(err error) (line int, reason string) {
	if bad := (toml.ParseError{}); errors.As(err, &bad) {
		return bad.Position.Line, bad.Message
	}
	if m := tomlForm.FindStringSubmatch(err.Error()); m != nil {
		line, _ = strconv.Atoi(m[1]) // digits, by tomlForm
		return line, m[2] + ": " + m[3]
	}
	return 0, err.Error()
}
