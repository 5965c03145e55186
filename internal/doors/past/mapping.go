package past

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"mahalle/internal/city"
	"mahalle/internal/platform/i18n"
)

// Mapping says what the columns and words of a file mean here.
type Mapping struct {
	Zone    string    `toml:"zone"`    // of wall times without an offset, e.g. America/New_York
	Layouts []string  `toml:"layouts"` // of times, as package time writes them; the first that fits
	Lang    city.Lang `toml:"lang"`    // in which the file's people wrote
	Kind    string    `toml:"kind"`    // of every request, where no column says
	Comma   string    `toml:"comma"`   // between columns; a comma when left out

	// Columns names the file's column for each thing we keep.
	Columns struct {
		External      string `toml:"external"` // the row's own name over there; needed
		Opened        string `toml:"opened"`   // needed
		Target        string `toml:"target"`   // promised time; empty cells promise nothing
		Closed        string `toml:"closed"`
		OnTime        string `toml:"on_time"` // the file's own verdict, compared with ours
		Status        string `toml:"status"`
		Subject       string `toml:"subject"` // needed
		Unit          string `toml:"unit"`
		Kind          string `toml:"kind"`
		District      string `toml:"district"`
		Neighbourhood string `toml:"neighbourhood"`
		Lat           string `toml:"lat"`
		Lon           string `toml:"lon"`
		Place         string `toml:"place"` // in words
		Description   string `toml:"description"`
		Reply         string `toml:"reply"`
		Channel       string `toml:"channel"`
	} `toml:"columns"`

	// Values translates the file's words, column by column of ours: subject,
	// unit, kind, district, neighbourhood, channel to our codes; on_time to yes
	// or no; status to open or closed. A word that is not listed is looked up by
	// name, and "*" is what the rest becomes.
	Values map[string]map[string]string `toml:"values"`

	zone   *time.Location
	folded map[string]map[string]string
}

// ParseMapping reads a mapping and refuses what it does not know, so that a
// mistyped word never silently loses a column.
func ParseMapping(text string) (*Mapping, error) {
	var m Mapping
	meta, err := toml.Decode(text, &m)
	if err != nil {
		return nil, err
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return nil, fmt.Errorf("the mapping has the unknown word %q", unknown[0].String())
	}
	if err := m.check(); err != nil {
		return nil, err
	}
	m.fold()
	return &m, nil
}

var translated = []string{"subject", "unit", "kind", "district", "neighbourhood", "channel", "on_time", "status"}

func (m *Mapping) check() (err error) {
	for name, column := range map[string]string{"external": m.Columns.External, "opened": m.Columns.Opened, "subject": m.Columns.Subject} {
		if column == "" {
			return fmt.Errorf("the mapping does not say which column is %s", name)
		}
	}
	for name := range m.Values {
		if !slices.Contains(translated, name) {
			return fmt.Errorf("the mapping translates %q, which is none of %s", name, strings.Join(translated, ", "))
		}
	}
	if len(m.Layouts) == 0 {
		m.Layouts = []string{time.DateTime, time.RFC3339, time.DateOnly}
	}
	if m.Lang == "" {
		m.Lang = city.English
	}
	if len(m.Comma) > 1 {
		return fmt.Errorf("%q is not a single character between columns", m.Comma)
	}
	m.zone, err = time.LoadLocation(m.Zone)
	return err
}

func (m *Mapping) fold() {
	m.folded = make(map[string]map[string]string, len(m.Values))
	for name, words := range m.Values {
		m.folded[name] = make(map[string]string, len(words))
		for from, to := range words {
			m.folded[name][i18n.Fold(from)] = to
		}
	}
}

// translate gives our word for the file's; ok is false when none is listed.
func (m *Mapping) translate(name, word string) (string, bool) {
	words := m.folded[name]
	if to, ok := words[i18n.Fold(word)]; ok {
		return to, true
	}
	to, ok := words["*"]
	return to, ok
}

// moment reads a time as the file writes it.
func (m *Mapping) moment(s string) (time.Time, error) {
	s = i18n.ASCIIDigits(strings.TrimSpace(s))
	if s == "" {
		return time.Time{}, nil
	}
	for _, layout := range m.Layouts {
		if t, err := time.ParseInLocation(layout, s, m.zone); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a time like %s", s, m.Layouts[0])
}
