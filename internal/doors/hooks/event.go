package hooks

import (
	"encoding/json"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/db"
)

// Events is the closed list of what receivers can be told, by public names that
// never change, in the order of the screens.
var Events = []string{
	"request.opened", "request.taken", "request.handed_over", "request.asked", "request.answered", "request.finished",
	"request.confirmed", "request.reopened", "request.closed", "request.joined", "request.late", "request.date_moved",
	"calendar.changed",
}

// ping is what a test sends.
const ping = "ping"

// letter is what a receiver reads.
type letter struct {
	ID        city.ID     `json:"id"`
	Type      string      `json:"type"`
	Timestamp string      `json:"timestamp"` // when it happened
	City      city.Tenant `json:"city"`
	Data      any         `json:"data"`
}

// aboutRequest is what is told of a request: how it stood when this happened.
type aboutRequest struct {
	Number        string `json:"number"`
	Subject       string `json:"subject"`
	Status        string `json:"status"`
	Open          bool   `json:"open"`
	Unit          string `json:"unit"`
	District      string `json:"district,omitempty"`
	Neighbourhood string `json:"neighbourhood,omitempty"`
	Opened        string `json:"opened"`        // the city's day
	Due           string `json:"due,omitempty"` // the moment of the repair promise
	Late          bool   `json:"late"`
	Reopened      bool   `json:"reopened"`
	Page          string `json:"page"`
	more
}

// more is what single events tell besides.
type more struct {
	Channel string `json:"channel,omitempty"`
	From    string `json:"from,omitempty"` // unit
	To      string `json:"to,omitempty"`   // unit
	Outcome string `json:"outcome,omitempty"`
	OnTime  *bool  `json:"on_time,omitempty"`
	Interim bool   `json:"interim,omitempty"`
	People  int    `json:"people,omitempty"`
	Promise string `json:"promise,omitempty"` // answer or repair
	Level   int    `json:"level,omitempty"`
	Reason  string `json:"reason,omitempty"`
}

// aboutCalendar is what is told of a working calendar.
type aboutCalendar struct {
	Calendar string    `json:"calendar"`
	Day      string    `json:"day"`
	Name     city.Text `json:"name,omitzero"`
	Removed  bool      `json:"removed"`
}

func requestData(base string, r events.Request, m more) aboutRequest {
	a := aboutRequest{Number: r.Number, Subject: r.After.Subject, Status: r.After.Status, Open: r.After.Open, Unit: r.After.Unit,
		District: r.Place.District, Neighbourhood: r.Place.Neighbourhood, Opened: r.Opened.String(), Late: r.After.Late,
		Reopened: r.After.Reopened, Page: base + "/r/" + r.Number, more: m}
	if r.After.Due != 0 {
		a.Due = db.Time(r.After.Due).Format(time.RFC3339)
	}
	return a
}

// write gives the bytes that are kept and sent.
func (l letter) write() []byte {
	body, _ := json.Marshal(l) // strings, numbers and truth values only
	return body
}

// sample is a letter as a receiver would read it, for those who build one.
func sample(name, base string, c city.Tenant) []byte {
	at := time.Date(2026, 11, 24, 6, 41, 7, 0, time.UTC)
	l := letter{ID: "019ab4a2-6c3e-7c41-9d0f-3f6a5c1b2e80", Type: name, Timestamp: at.Format(time.RFC3339), City: c}
	switch name {
	case ping:
		l.Data = struct{}{}
	case "calendar.changed":
		l.Data = aboutCalendar{Calendar: "office", Day: "2026-11-27", Name: city.Text{TR: "Su kesintisi", FA: "قطع آب", EN: "Water cut"}}
	default:
		l.Data = sampleRequest(name, base, at)
	}
	var b []byte
	if plain := l.write(); json.Valid(plain) {
		b, _ = json.MarshalIndent(l, "", "  ")
	}
	return b
}

func sampleRequest(name, base string, at time.Time) aboutRequest {
	r := events.Request{Number: "MNS-26-004821-K", Place: city.Place{District: "turgutlu", Neighbourhood: "turgutlu-altay"}, Opened: city.DayOf(at, time.UTC),
		After: events.Standing{Subject: "YL01", Status: "working", Open: true, Unit: "yol-bakim", Due: db.Micros(at.Add(72 * time.Hour))}}
	onTime := true
	m := map[string]more{
		"request.opened": {Channel: "web"}, "request.handed_over": {From: "beyaz-masa", To: "yol-bakim"}, "request.answered": {Interim: true},
		"request.finished": {Outcome: "fixed", OnTime: &onTime}, "request.joined": {People: 4}, "request.late": {Promise: "repair", Level: 1},
		"request.date_moved": {Reason: "calendar"},
	}[name]
	switch name {
	case "request.opened":
		r.After.Status = "new"
	case "request.asked":
		r.After.Status = "asked"
	case "request.finished":
		r.After.Status, r.After.Open, r.After.Due = "done", false, 0
	case "request.confirmed", "request.closed":
		r.After.Status, r.After.Open, r.After.Due = "closed", false, 0
	case "request.reopened":
		r.After.Reopened = true
	case "request.late":
		r.After.Late = true
	}
	return requestData(base, r, m)
}
