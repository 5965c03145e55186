// Package access says who is asking and what they may do.
//
// Permission is asked twice. At the door, every route names the permission it
// needs, and none can be registered without one. At the desk, the use case asks
// again about this person and this thing, so that every door is equal. Code asks
// for permissions, never for roles: which role holds which is the city's own
// setting.
package access

import (
	"context"
	"slices"

	"mahalle/internal/city"
)

// Permission is the right to do one kind of thing, such as "requests.reply".
type Permission string

// Two permissions need no role.
const (
	Public   Permission = "public"    // anybody, also without a name
	SignedIn Permission = "signed_in" // anybody who signed in
)

// Kind says what sort of somebody is acting.
type Kind string

// The sorts of actor.
const (
	Resident Kind = "resident" // somebody from the street; we may not know who
	Staff    Kind = "staff"    // somebody holding a post
	System   Kind = "system"   // a clock or a rule of the city
)

// Actor is whoever acts: a person in a post, a resident, or the system.
type Actor struct {
	Kind        Kind
	Person      city.ID
	Name        string   // as shown to colleagues
	Post        string   // code of the post held now
	Role        string   // for showing; never ask for it in a rule
	Unit        string   // code of the post's unit
	Units       []string // the unit and everything below it
	Department  string   // code of the department the unit belongs to
	Districts   []string // districts of the post's area; empty and not WholeCity: none
	Places      []string // neighbourhoods of the area, if narrower than districts
	WholeCity   bool
	Permissions map[Permission]bool // shared and never written to
	Session     string              // hashed, to sign out this one
}

// Has reports whether the actor holds the permission.
func (a Actor) Has(p Permission) bool {
	switch p {
	case Public:
		return true
	case SignedIn:
		return a.Kind == Staff
	}
	return a.Permissions[p]
}

// InUnit reports whether the unit is the actor's own or below it.
func (a Actor) InUnit(unit string) bool { return unit != "" && slices.Contains(a.Units, unit) }

// InArea reports whether the place lies in the actor's area.
func (a Actor) InArea(p city.Place) bool {
	if a.WholeCity {
		return true
	}
	if len(a.Places) > 0 {
		return slices.Contains(a.Places, p.Neighbourhood)
	}
	return p.District != "" && slices.Contains(a.Districts, p.District)
}

type key struct{}

// With says who acts under the context.
func With(ctx context.Context, a Actor) context.Context { return context.WithValue(ctx, key{}, a) }

// From is who acts under the context; without a word it is a resident we do not
// know.
func From(ctx context.Context) Actor {
	if a, ok := ctx.Value(key{}).(Actor); ok {
		return a
	}
	return Actor{Kind: Resident}
}

// AsSystem is for clocks, sweeps and rules acting in the city's own name.
func AsSystem(ctx context.Context) context.Context { return With(ctx, Actor{Kind: System}) }
