package api

import (
	"context"
	"embed"
	"fmt"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/journal"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
)

// Locales holds the sentences of this part.
//
//go:embed locales
var Locales embed.FS

// Needs is what the door asks of others; package app joins them.
type Needs struct {
	// InPost is a person acting in a post by a token that was made at a moment;
	// fault.NotFound when it opens nothing any more.
	InPost func(ctx context.Context, person city.ID, post string, made time.Time) (access.Actor, error)
	// Forgotten changes whenever what InPost said may be true no more.
	Forgotten func() uint64
	// Partner finds another system by its key; nil: none comes in this way.
	Partner func(ctx context.Context, key string) (access.Actor, error)
	// Reach are the permissions that only say how far somebody sees. Every token
	// keeps them.
	Reach []access.Permission
	// Posts names what somebody can act in today, for the page of tokens.
	PostName func(ctx context.Context, post string) string
	// BaseURL is the address of the city's own pages, for the examples.
	BaseURL func(ctx context.Context) string
}

// API is the door for programs.
type API struct {
	PerMinute int // calls that one caller may make

	db        *db.DB
	journal   *journal.Journal
	needs     Needs
	resources []Resource
	ops       []*Op
	shapes    map[string]Shape
	callers   callers
	limits    limits
}

// New is a door with the operations of some resources.
func New(d *db.DB, j *journal.Journal, n Needs, resources ...Resource) *API {
	a := &API{PerMinute: perMinute, db: d, journal: j, needs: n, shapes: map[string]Shape{}}
	for _, r := range append([]Resource{aboutCalls}, resources...) {
		a.add(r)
	}
	return a
}

func (a *API) add(r Resource) {
	a.resources = append(a.resources, r)
	for i := range r.Ops {
		a.ops = append(a.ops, &r.Ops[i])
	}
	for name, s := range r.Shapes {
		if _, taken := a.shapes[name]; taken {
			panic(fmt.Sprintf("api: two shapes are called %s", name))
		}
		a.shapes[name] = s
	}
}
