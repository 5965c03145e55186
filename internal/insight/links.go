package insight

import (
	"net/url"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
)

// Addresses that figures lead to. A figure leads to exactly its rows.

const (
	districtsAddress = "/staff/districts"
	cityAddress      = "/staff/city"
	requestsAddress  = "/staff/requests"
	startAddress     = "/staff"
	newAddress       = "/staff/requests/new"
	peopleAddress    = "/staff/people"
	toldAddress      = "/staff/told"
)

// within narrows the rows behind a figure. The list itself keeps everybody
// inside what they may see.
type within struct {
	District, Unit, Department string
	shut                       bool // the reader may see figures and no requests
}

// reading is within everything the actor may see.
func reading(a access.Actor) within { return within{shut: !a.Has(seesRequests)} }

func (in within) district(code string) within   { in.District = code; return in }
func (in within) unit(code string) within       { in.Unit = code; return in }
func (in within) department(code string) within { in.Department = code; return in }

// rows is the address of a view of the list, with more filters as name, value.
func (in within) rows(view string, more ...string) string {
	if in.shut {
		return ""
	}
	q := url.Values{"view": {view}}
	for i := 0; i+1 < len(more); i += 2 {
		q.Set(more[i], more[i+1])
	}
	for name, value := range map[string]string{"district": in.District, "unit": in.Unit, "department": in.Department} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return requestsAddress + "?" + q.Encode()
}

// one is the page of one request.
func (in within) one(number string) string {
	if in.shut {
		return ""
	}
	return requestsAddress + "/" + number
}

func (in within) open() string     { return in.rows("open") }
func (in within) dueToday() string { return in.rows("today") }
func (in within) late() string     { return in.rows("late") }
func (in within) reopened() string { return in.rows("open", "reopened", "1") }

// finished are the rows finished from a day on, newest first.
func (in within) finished(from city.Day, more ...string) string {
	return in.rows("all", append([]string{"done", from.String()}, more...)...)
}

// finishedLate are the rows that were finished late from a day on, and nothing else.
func (in within) finishedLate(from city.Day) string { return in.finished(from, "kept", "no") }

// spoken are the rows in which the resident last said this from a day on; a "no" is
// what one wants to read.
func (in within) spoken(said string, from city.Day) string {
	return in.rows("all", "confirmed", said, "said", from.String())
}
