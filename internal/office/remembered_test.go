package office

import (
	"testing"
	"time"

	"mahalle/internal/platform/access"
)

func TestAnAnswerMadeStaleMeanwhileIsNotRemembered(t *testing.T) {
	me, other := ofCity{"kasaba", "a"}, ofCity{"kasaba", "b"}
	for name, tt := range map[string]struct {
		meanwhile func(r *remembered)
		later     time.Duration
		want      bool
	}{
		"nothing happened":                     {func(*remembered) {}, 0, true},
		"she signed out while we were reading": {func(r *remembered) { r.forget(me) }, 0, false},
		"somebody else signed out":             {func(r *remembered) { r.forget(other) }, 0, false},
		"a post was given to somebody":         {func(r *remembered) { r.forgetAll() }, 0, false},
		"half a minute has passed":             {func(*remembered) {}, rememberFor, false},
		"the clock was put back":               {func(*remembered) {}, -time.Second, false},
	} {
		var r remembered
		asked := r.asked()
		tt.meanwhile(&r)
		r.keep(me, access.Actor{Kind: access.Staff}, asked, monday, monday.Add(time.Hour))
		if _, ok := r.get(me, monday.Add(tt.later)); ok != tt.want {
			t.Errorf("%s: remembered %v", name, ok)
		}
	}
}
