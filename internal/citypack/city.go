package citypack

import (
	"errors"

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

	ConfirmDays int `toml:"confirm_days"` // a resident's time to say yes or no; then closed unconfirmed
	ReopenDays  int `toml:"reopen_days"`  // how long after closing a "no" still reopens

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

func (r *reader) city() {
	c := &r.pack.City
	c.Languages = city.Langs
	data, ok := r.file(cityFile, true)
	if !ok {
		return
	}
	c.Languages = nil
	meta, err := toml.Decode(string(data), c)
	if bad := (toml.ParseError{}); errors.As(err, &bad) {
		r.faults.Add(cityFile, bad.Position.Line, "%s", bad.Message)
	} else if err != nil {
		r.faults.Add(cityFile, 0, "%v", err)
	}
	if len(c.Languages) == 0 {
		c.Languages = city.Langs
	}
	if err != nil {
		return
	}
	sheet := citySheet{r, data}
	for _, key := range meta.Undecoded() {
		sheet.fail(key[len(key)-1], "%s is not known here", key)
	}
	sheet.check(c)
}
