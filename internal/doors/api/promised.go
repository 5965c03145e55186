package api

import (
	"context"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/fields"
	"mahalle/internal/promises"
)

// Promised is what the door asks of whoever knows what is owed by whom.
type Promised struct {
	CanView access.Permission
	// Reach says what of the ledger somebody may ask for, if they may.
	Reach func(a access.Actor, whose string) (promises.Owed, bool)
	// Hides reports that somebody may not know what a promise is about.
	Hides func(ctx context.Context, a access.Actor, p *promises.Promise) bool
}

func (n Promised) resource(d *db.DB) Resource {
	return Resource{
		Name: "promises",
		Ops: []Op{{
			ID: "listPromises", Method: "GET", Path: "/promises", Needs: n.CanView, Scope: Read, Gives: "PromiseList", Paged: true,
			Query: []Field{oneOf("whose", "mine", "unit", "area", "city"), moment("before")},
			Sample: Sample{Query: "whose=unit&limit=2", Answer: `{"promises":[{"of":"repair","state":"open","about":"request","number":"MNS-26-000042-K",
				"subject":"YL01","unit":"yol-bakim","district":"turgutlu","opened":"2026-11-20T07:12:00Z","due":"2026-11-25T14:00:00Z"}]}`},
			Read: func(ctx context.Context, q *Ask, b []byte) ([]byte, error) { return n.list(ctx, d, q, b) },
		}},
		Shapes: map[string]Shape{
			"PromiseList": {Type: "object", Fields: []Field{list("promises", 0, Shape{Ref: "Promise"}).needed(), text("after", 0)}},
			"Promise": {Type: "object", Fields: []Field{
				text("of", 0).needed(), oneOf("state", said(promises.States)...).needed(), text("about", 0), text("number", 0), text("subject", 0), text("unit", 0),
				text("post", 0), text("district", 0), text("neighbourhood", 0), moment("opened").says("promise_opened"), moment("due").says("promise_due"),
				moment("paused"), text("reason", 0), whole("moved", 0, 0), moment("ended"),
			}},
		},
	}
}

func (n Promised) list(ctx context.Context, d *db.DB, q *Ask, b []byte) ([]byte, error) {
	a := access.From(ctx)
	o, ok := n.Reach(a, q.Values.Get("whose"))
	if !ok {
		return b, fault.Fields(fault.Field{Name: "whose", Key: "api.whose_not_yours"})
	}
	var err error
	if o.After, err = parseMark(q.Values.Get("after")); err != nil {
		return b, err
	}
	o.Limit = q.Limit()
	if before := q.Values.Get("before"); before != "" {
		if o.Before, err = time.Parse(time.RFC3339, before); err != nil {
			return b, fault.Fields(fault.Field{Name: "before", Key: "api.not_a_moment"})
		}
	}
	all, err := promises.List(ctx, d.Read(ctx), o)
	if err != nil {
		return b, err
	}
	if len(all) == o.Limit {
		last := all[len(all)-1]
		q.Next = markOf(last.Due, last.ID)
	}
	all = slices.DeleteFunc(all, func(p promises.Promise) bool { return n.Hides(ctx, a, &p) })
	b = append(b, `{"promises":`...)
	b = fields.List(b, len(all), func(b []byte, i int) []byte { return all[i].AppendJSON(b) })
	return append(fields.Field(b, "after", q.Next), '}'), nil
}

// markOf is a place in a list, which only we read.
func markOf(at time.Time, id city.ID) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(db.Micros(at), 36) + " " + string(id)))
}

func parseMark(s string) (promises.Mark, error) {
	if s == "" {
		return promises.Mark{}, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(s)
	at, id, ok := strings.Cut(string(text), " ")
	micros, numErr := strconv.ParseInt(at, 36, 64)
	if err != nil || numErr != nil || !ok || !city.ID(id).Valid() {
		return promises.Mark{}, noMark()
	}
	return promises.Mark{Due: db.Time(micros), ID: city.ID(id)}, nil
}

func noMark() error { return fault.Fields(fault.Field{Name: "after", Key: "api.no_mark"}) }
