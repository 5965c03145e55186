package citypack

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/calendar"
)

// citySheet checks city.toml and finds the line that a fault belongs to.
type citySheet struct {
	*reader
	data []byte
}

// fail notes a fault at the first line that sets key or opens it as a section.
func (s citySheet) fail(key, format string, args ...any) {
	line := 0
	for i, text := range strings.Split(string(s.data), "\n") {
		name, _, _ := strings.Cut(strings.Trim(text, "[] \t\r"), "=")
		name = strings.TrimSpace(name)
		if name == key || strings.HasSuffix(name, "."+key) {
			line = i + 1
			break
		}
	}
	s.faults.Add(cityFile, line, format, args...)
}

var (
	tenantForm    = regexp.MustCompile(`^[a-z][a-z0-9-]{1,30}$`)
	prefixForm    = regexp.MustCompile(`^[A-Z]{2,4}$`)
	currencyForm  = regexp.MustCompile(`^[A-Z]{3}$`)
	digitsForm    = regexp.MustCompile(`^[0-9]+$`)
	perhapsDigits = regexp.MustCompile(`^[0-9]*$`)
	numberForm    = regexp.MustCompile(`^[0-9 ]{2,20}$`)
)

func (s citySheet) check(c *City) {
	s.form("code", c.Code, tenantForm, "2 to 31 of a–z, 0–9 and -")
	s.form("prefix", c.Prefix, prefixForm, "2 to 4 of A–Z")
	s.form("currency", c.Currency, currencyForm, "three letters such as TRY")
	if c.Year != "gregorian" && c.Year != "jalali" {
		s.fail("year", "year %q is neither gregorian nor jalali", c.Year)
	}
	if _, err := time.LoadLocation(c.Zone); err != nil || c.Zone == "" {
		s.fail("zone", "zone %q is not a time zone such as Europe/Istanbul", c.Zone)
	}
	s.checkLanguages(c)
	if c.Calendar == "" {
		s.fail("calendar", "calendar is missing")
	}
	if _, err := calendar.ParseAmount(c.TakeWithin); err != nil && c.TakeWithin != "" {
		s.fail("take_within", "take_within %v", err)
	}
	if c.ConfirmDays < 1 || c.ConfirmDays > 365 {
		s.fail("confirm_days", "confirm_days %d is not between 1 and 365", c.ConfirmDays)
	}
	if c.ReopenDays < 1 || c.ReopenDays > 365 {
		s.fail("reopen_days", "reopen_days %d is not between 1 and 365", c.ReopenDays)
	}
	if c.KeepDays != 0 && (c.KeepDays < 30 || c.KeepDays > 7300) {
		s.fail("keep_contact_days", "keep_contact_days %d is not between 30 and 7300", c.KeepDays)
	}
	s.text("name", c.Name)
	s.text("short_name", c.ShortName)
	s.text("tagline", c.Tagline)
	s.checkPhones(c)
	s.checkNotes(c)
}

func (s citySheet) form(key, value string, form *regexp.Regexp, want string) {
	if !form.MatchString(value) {
		s.fail(key, "%s %q must be %s", key, value, want)
	}
}

func (s citySheet) checkLanguages(c *City) {
	for _, lang := range append([]city.Lang{c.Language}, c.Languages...) {
		if _, ok := city.ParseLang(string(lang)); !ok {
			s.fail("language", "language %q is not one of: tr fa en", lang)
		}
	}
	if !slices.Contains(c.Languages, c.Language) {
		s.fail("languages", "languages do not hold the city's own language %q", c.Language)
	}
}

// text wants a text in every language of the pack.
func (s citySheet) text(key string, t city.Text) {
	for _, lang := range s.langs() {
		if only(t, lang) == "" {
			s.fail(key, "%s is missing in %s", key, lang)
		}
	}
}

func (s citySheet) checkPhones(c *City) {
	p := c.Phone
	s.form("country", p.Country, digitsForm, "digits, such as 90")
	s.form("trunk", p.Trunk, perhapsDigits, "digits")
	s.form("area", p.Area, perhapsDigits, "digits")
	if p.Digits != 0 && (p.Digits < 5 || p.Digits > 14) {
		s.fail("digits", "digits %d is not between 5 and 14", p.Digits)
	}
	for _, line := range append([]ServiceLine{c.Emergency}, c.ServiceLines...) {
		if !numberForm.MatchString(line.Number) {
			s.fail("number", "number %q is not a telephone number", line.Number)
		}
		s.text("label", line.Label)
	}
}

func (s citySheet) checkNotes(c *City) {
	if _, err := fs.Stat(s.fsys, "outlines"); err == nil {
		s.text("map_credit", c.MapCredit)
	}
	for _, note := range c.LegalNotes {
		s.text("legal_note", note.Text)
		if note.Mark != "S" && note.Mark != "K" {
			s.fail("mark", "mark %q is neither S (seen in a source) nor K (to be checked)", note.Mark)
		}
	}
	for _, note := range c.Credits {
		s.text("credit", note.Text)
	}
}
