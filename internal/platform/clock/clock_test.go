package clock

import (
	"context"
	"testing"
	"time"
)

func TestTheTimeIsWhatTheContextSaysToTheMicrosecond(t *testing.T) {
	chosen := time.Date(2026, 3, 20, 12, 0, 0, 123456789, time.UTC)
	ctx := With(context.Background(), chosen)
	if got := Now(ctx); !got.Equal(chosen.Truncate(time.Microsecond)) {
		t.Errorf("Now = %v", got)
	}
	if got := Now(With(ctx, chosen.Add(time.Hour))); !got.Equal(chosen.Add(time.Hour).Truncate(time.Microsecond)) {
		t.Errorf("the nearest word counts, got %v", got)
	}
}

func TestWithoutAWordItIsNow(t *testing.T) {
	before := time.Now().Truncate(time.Microsecond)
	if now := Now(context.Background()); now.Before(before) || now.After(time.Now()) || now.Nanosecond()%1000 != 0 {
		t.Errorf("Now = %v", now)
	}
}
