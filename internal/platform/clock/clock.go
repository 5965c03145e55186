// Package clock gives the time, so that tests and demonstrations can choose it.
package clock

import (
	"context"
	"time"
)

type key struct{}

// With makes Now answer t for everything that happens under the context:
// history being generated or imported, and tests.
func With(ctx context.Context, t time.Time) context.Context {
	return context.WithValue(ctx, key{}, t)
}

// Now is the present moment, to the microsecond that the database keeps.
func Now(ctx context.Context) time.Time {
	if t, ok := ctx.Value(key{}).(time.Time); ok {
		return t.Truncate(time.Microsecond)
	}
	return time.Now().Truncate(time.Microsecond)
}
