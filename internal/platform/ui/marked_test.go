package ui

import (
	"context"
	"strings"
	"testing"
)

func TestWhatMustNotBeOverlookedIsMarkedWhereItStands(t *testing.T) {
	text := "Evde gaz kokusu var <b>, gaz kokusu!"
	var b strings.Builder
	at, again := strings.Index(text, "gaz kokusu"), strings.LastIndex(text, "gaz kokusu")
	marks := []Mark{{at, at + 10, "Gaz"}, {at + 4, at + 12, "over"}, {again, again + 10, "Gaz"}, {90, 95, "outside"}}
	if err := MarkedText(text, "tr", marks...).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	for _, want := range []string{`Evde <mark title="Gaz">gaz kokusu</mark> var &lt;b&gt;, <mark`, "</mark>!"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s lacks %s", got, want)
		}
	}
	if strings.Count(got, "<mark") != 2 || strings.Count(got, "Gaz</span>")+strings.Count(got, ">Gaz<") > 2 {
		t.Errorf("%s", got)
	}
}
