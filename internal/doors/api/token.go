package api

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
)

// Token is what is known of a token that somebody made for a program of theirs.
type Token struct {
	ID      city.ID
	Person  city.ID
	Post    string
	Name    string
	Scopes  []Scope
	Ending  string // its last letters, so that people can tell tokens apart
	Made    time.Time
	Ends    time.Time
	Used    time.Time // to five minutes; zero: never
	Revoked time.Time // zero: it opens
}

// prefix makes a token that is found where it does not belong, in a log or in a
// program's text, easy to recognise.
const prefix = "mahalle_person_"

// shownLetters is how much of a token is kept.
const shownLetters = 4

// Days lists how long a token may be made for.
var Days = []int{30, 90, 365}

const mostName = 80

// open reports whether the token opens now.
func (t *Token) open(now time.Time) bool { return t.Revoked.IsZero() && now.Before(t.Ends) }

// MakeToken makes a token for a person acting in a post. It is told here and never
// again. Everybody makes their own; the operator at the machine anybody's.
func (a *API) MakeToken(ctx context.Context, person city.ID, post, name string, scopes []Scope, days int) (string, error) {
	if err := mayHave(access.From(ctx), person); err != nil {
		return "", err
	}
	name = strings.Join(strings.Fields(i18n.CleanText(name)), " ")
	if err := checkToken(name, scopes, days); err != nil {
		return "", err
	}
	if len(scopes) > 0 && !slices.Equal(scopes, []Scope{Open}) && !slices.Contains(scopes, Read) {
		scopes = append([]Scope{Read}, scopes...) // who works on requests sees them
	}
	token, now := prefix+rand.Text(), clock.Now(ctx)
	t := Token{ID: city.NewIDAt(now), Person: person, Post: post, Name: name, Scopes: scopes,
		Ending: token[len(token)-shownLetters:], Made: now, Ends: now.AddDate(0, 0, days)}
	return token, a.db.Write(ctx, func(tx *db.Tx) error {
		if err := insertToken(ctx, tx, t, hashOf(token)); err != nil {
			return err
		}
		return a.journal.Record(ctx, tx, events.TokenMade{Person: events.Person{ID: person}, Token: t.ID, Scopes: said(scopes), Until: db.Micros(t.Ends)})
	})
}

func checkToken(name string, scopes []Scope, days int) error {
	var wrong []fault.Field
	is := func(bad bool, field, key string, args ...any) {
		if bad {
			wrong = append(wrong, fault.Field{Name: field, Key: key, Args: args})
		}
	}
	is(name == "", "name", "api.token_name_needed")
	is(len([]rune(name)) > mostName, "name", "api.too_long", "most", mostName)
	is(slices.ContainsFunc(scopes, func(s Scope) bool { return !slices.Contains(Scopes, s) }), "scopes", "api.scope_unknown")
	is(len(scopes) == 0, "scopes", "api.scope_needed")
	is(!slices.Contains(Days, days), "days", "api.days_unknown")
	if len(wrong) > 0 {
		return fault.Fields(wrong...)
	}
	return nil
}

// RevokeToken lets a token open nothing any more.
func (a *API) RevokeToken(ctx context.Context, person, token city.ID) error {
	if err := mayHave(access.From(ctx), person); err != nil {
		return err
	}
	return a.db.Write(ctx, func(tx *db.Tx) error {
		if err := revokeToken(ctx, tx, person, token, clock.Now(ctx)); err != nil {
			return err
		}
		tx.AfterCommit(a.callers.forgetAll)
		return a.journal.Record(ctx, tx, events.TokenRevoked{Person: events.Person{ID: person}, Token: token})
	})
}

// Tokens lists what somebody has, the newest first.
func (a *API) Tokens(ctx context.Context, person city.ID) ([]Token, error) {
	if err := mayHave(access.From(ctx), person); err != nil {
		return nil, err
	}
	return tokensOf(ctx, a.db.Read(ctx), person)
}

// mayHave: everybody their own.
func mayHave(a access.Actor, person city.ID) error {
	if a.Kind == access.Staff && a.Person == person || a.Kind == access.System && a.Post == "" {
		return nil
	}
	return fault.New(fault.Forbidden, "web.not_yours")
}

// hashOf needs no salt and no slowness: nobody can guess what was drawn at random.
func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// said is a list of words as texts.
func said[T ~string](all []T) []string {
	texts := make([]string, len(all))
	for i, one := range all {
		texts[i] = string(one)
	}
	return texts
}
