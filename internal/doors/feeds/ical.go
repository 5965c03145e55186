package feeds

import (
	"strings"
	"time"
	"unicode/utf8"

	"mahalle/internal/city"
)

const calendarKind = "text/calendar; charset=utf-8"

// ical writes a calendar as RFC 5545 wants it: lines end in CR LF and are folded
// at 75 octets, never inside a letter.
type ical struct{ b strings.Builder }

const widest = 75 // octets of a line

// line writes one line that is well-formed already.
func (c *ical) line(text string) {
	room := widest
	for len(text) > room {
		cut := room
		for cut > 0 && !utf8.RuneStart(text[cut]) {
			cut--
		}
		c.b.WriteString(text[:cut] + "\r\n ")
		text, room = text[cut:], widest-1 // the space counts
	}
	c.b.WriteString(text + "\r\n")
}

// text writes a property whose value people wrote.
func (c *ical) text(name, value string) { c.line(name + ":" + escape(value)) }

var escaper = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`)

// escape leaves out what no line may hold.
func escape(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, escaper.Replace(strings.ToValidUTF8(s, "�")))
}

func (c *ical) begin(name string) {
	c.line("BEGIN:VCALENDAR")
	c.line("VERSION:2.0")
	c.line("PRODID:-//Mahalle//Mahalle//EN")
	c.line("CALSCALE:GREGORIAN")
	c.line("METHOD:PUBLISH")
	c.text("NAME", name)
	c.text("X-WR-CALNAME", name)
	c.line("REFRESH-INTERVAL;VALUE=DURATION:PT1H")
}

func (c *ical) end() []byte {
	c.line("END:VCALENDAR")
	return []byte(c.b.String())
}

// happening is one entry of a calendar: a moment, or a whole day.
type happening struct {
	uid     string
	stamp   time.Time
	at      time.Time // zero: the whole day
	day     city.Day
	summary string
	note    string
	place   string
	url     string
}

func (c *ical) event(h happening) {
	c.line("BEGIN:VEVENT")
	c.text("UID", h.uid)
	c.line("DTSTAMP:" + utc(h.stamp))
	if h.at.IsZero() {
		c.line("DTSTART;VALUE=DATE:" + date(h.day))
		c.line("DTEND;VALUE=DATE:" + date(h.day+1))
	} else {
		c.line("DTSTART:" + utc(h.at))
	}
	c.line("TRANSP:TRANSPARENT")
	c.text("SUMMARY", h.summary)
	for _, p := range [][2]string{{"DESCRIPTION", h.note}, {"LOCATION", h.place}} {
		if p[1] != "" {
			c.text(p[0], p[1])
		}
	}
	if h.url != "" {
		c.line("URL:" + h.url)
	}
	c.line("END:VEVENT")
}

func utc(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

func date(d city.Day) string { return strings.ReplaceAll(d.String(), "-", "") }
