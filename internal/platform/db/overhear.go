package db

import "context"

type overhearKey struct{}

// Overhear tells hear every statement that is asked under the context, before it
// is asked: for tests that count them and for measuring the bare driver with the
// very same ones. Hear may be called from several goroutines.
func Overhear(ctx context.Context, hear func(text string, args []any)) context.Context {
	return context.WithValue(ctx, overhearKey{}, hear)
}

func overheard(ctx context.Context, text string, args []any) {
	if hear, ok := ctx.Value(overhearKey{}).(func(string, []any)); ok {
		hear(text, args)
	}
}
