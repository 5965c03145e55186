package requests

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"mahalle/internal/platform/ui"
)

func TestWordsThatCannotWaitAreMarkedForTheOfficer(t *testing.T) {
	atWork(t, func(b *street) {
		o, at := b.told()
		words := strings.Fields(get(b.T, b.s, b.ctx, o.Number).Description)[0]
		b.s.staff.Urgent = func(_ context.Context, text string) []ui.Mark {
			from := strings.Index(text, words)
			return []ui.Mark{{From: from, To: from + len(words), Why: "Gaz kokusu"}}
		}
		b.wants(b.get(at), http.StatusOK, ">"+words+"</mark>", "Gaz kokusu")
		b.wants(b.get(listAddress), http.StatusOK, `title="Gaz kokusu"`)
	})
}
