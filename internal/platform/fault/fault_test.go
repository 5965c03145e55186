package fault

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"testing"
)

func TestAKindIsFoundHoweverDeepItLies(t *testing.T) {
	no := New(Conflict, "requests.cannot_reopen")
	for name, tt := range map[string]struct {
		err  error
		want Kind
	}{
		"no error":                           {nil, None},
		"a stranger":                         {io.EOF, Internal},
		"a refusal":                          {no, Conflict},
		"a refusal with words around it":     {fmt.Errorf("closing: %w", no), Conflict},
		"a refusal beside a stranger":        {errors.Join(io.EOF, no), Conflict},
		"a refusal that keeps its cause":     {Wrap(Unavailable, io.EOF, "db.cannot_keep"), Unavailable},
		"a form with faults":                 {Fields(Field{Name: "text", Key: "requests.say_what"}), Invalid},
		"a refusal that lies inside another": {Wrap(NotFound, no, "web.not_found"), NotFound},
	} {
		t.Run(name, func(t *testing.T) {
			if got := KindOf(tt.err); got != tt.want {
				t.Errorf("KindOf = %v, want %v", got, tt.want)
			}
		})
	}
}

func TestEveryKindHasAStatusOfItsOwnSort(t *testing.T) {
	seen := map[int]Kind{}
	for k := NotFound; k <= NotThisWay; k++ {
		status := k.Status()
		if status < 400 || http.StatusText(status) == "" || status == http.StatusInternalServerError {
			t.Errorf("kind %d has status %d", k, status)
		}
		if other, twice := seen[status]; twice {
			t.Errorf("kinds %d and %d have the same status %d", other, k, status)
		}
		seen[status] = k
	}
	if None.Status() != http.StatusOK || Internal.Status() != http.StatusInternalServerError || Kind(99).Status() != http.StatusInternalServerError {
		t.Error("what is well, ours or unknown has the wrong status")
	}
}

func TestTheCauseIsForTheLogAndTheKeyForThePerson(t *testing.T) {
	err := Wrap(Unavailable, io.EOF, "db.cannot_keep", "n", 3)
	f, ok := Of(fmt.Errorf("saving: %w", err))
	if !ok || f.Key != "db.cannot_keep" || len(f.Args) != 2 || !errors.Is(err, io.EOF) || err.Error() != "db.cannot_keep: EOF" {
		t.Errorf("Of = %+v, %v", f, ok)
	}
	if _, ok := Of(io.EOF); ok {
		t.Error("a stranger can be explained")
	}
}
