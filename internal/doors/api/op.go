package api

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
)

// Scope is what a token may be used for, within what its person may.
type Scope string

// The scopes.
const (
	Read    Scope = "read"    // sees requests and promises
	Open    Scope = "open"    // takes requests for residents
	Work    Scope = "work"    // works on requests
	Contact Scope = "contact" // sees who asked
)

// Scopes lists the scopes in the order of the screens.
var Scopes = []Scope{Read, Open, Work, Contact}

// Op is one thing that programs can do. Exactly one of Read, Write and Raw is
// there.
type Op struct {
	ID     string // as the client calls it: listRequests
	Method string
	Path   string // below /api/v1: /requests/{number}
	Needs  access.Permission
	Scope  Scope // that a token must have; empty: any token
	Query  []Field
	Paged  bool   // a list that goes on: takes after and limit, and links to the next page
	Body   string // the shape of what is sent as JSON; empty: nothing
	Takes  string // what is sent, if not JSON: image/jpeg
	Most   int64  // bytes that may be sent; 0: the usual 128 KB
	Gives  string // the shape of the answer
	Media  string // what is answered, if not JSON
	Status int    // when it went well; 0: 200
	Sample Sample

	// Read writes the answer.
	Read func(ctx context.Context, q *Ask, b []byte) ([]byte, error)
	// Write changes something, and writes the answer. The answer is kept for those
	// who send the same key again, so nobody's words may stand in it.
	Write func(ctx context.Context, tx *db.Tx, q *Ask, b []byte) (Done, error)
	// Raw answers by itself: a file.
	Raw func(w http.ResponseWriter, q *Ask) error
}

// Sample is an example that works in the demonstration, and what is answered.
type Sample struct {
	Path   map[string]string
	Query  string
	Body   string
	Answer string
}

// Done is the answer to a change.
type Done struct {
	Body     []byte
	Location string // below /api/v1
	ETag     string
}

// Resource is what belongs together, and the shapes of it.
type Resource struct {
	Name   string // requests; its title and note are sentences
	Ops    []Op
	Shapes map[string]Shape
}

func (o *Op) status() int {
	if o.Status == 0 {
		return http.StatusOK
	}
	return o.Status
}

// query is every parameter the address may have, but for the language, which
// every address may have.
func (o *Op) query() []Field {
	if !o.Paged {
		return o.Query
	}
	return append(o.Query[:len(o.Query):len(o.Query)], text("after", 100), whole("limit", 1, mostListed))
}

// gaps are the names in braces of the path.
func (o *Op) gaps() []string {
	var all []string
	for _, part := range strings.Split(o.Path, "/") {
		if strings.HasPrefix(part, "{") {
			all = append(all, strings.Trim(part, "{}"))
		}
	}
	return all
}

// changes reports whether the operation changes something.
func (o *Op) changes() bool { return o.Write != nil }

// key is the end of the keys of its sentences: list_requests.
func (o *Op) key() string {
	var b strings.Builder
	for _, c := range o.ID {
		if c >= 'A' && c <= 'Z' {
			b.WriteByte('_')
			c += 'a' - 'A'
		}
		b.WriteRune(c)
	}
	return b.String()
}

// mostListed is how much one page of a list holds.
const (
	usualListed = 50
	mostListed  = 200
)

func shortNumber(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
