package city

import (
	"slices"
	"sync"
	"testing"
	"time"
)

func TestIDsMadeByManyHandsAreDifferentAndSortAsTheyWereMade(t *testing.T) {
	const hands, each = 8, 500
	made := make([][]ID, hands)
	var all sync.WaitGroup
	for i := range hands {
		all.Go(func() {
			for range each {
				made[i] = append(made[i], NewID())
			}
		})
	}
	all.Wait()
	seen := map[ID]bool{}
	for _, ids := range made {
		if !slices.IsSorted(ids) {
			t.Error("IDs of one hand do not sort as they were made")
		}
		for _, id := range ids {
			if seen[id] || !id.Valid() {
				t.Fatalf("%s came twice or is none", id)
			}
			seen[id] = true
		}
	}
}

func TestHistorySortsAsItHappenedWhateverIsMadeInBetween(t *testing.T) {
	moment := time.Date(2025, 11, 24, 8, 0, 0, 0, time.UTC)
	var ids []ID
	for _, at := range []time.Time{moment, moment, moment.Add(time.Second), moment.Add(time.Second), moment.Add(time.Hour)} {
		ids = append(ids, NewIDAt(at))
		NewID() // something of today
	}
	if !slices.IsSorted(ids) {
		t.Errorf("the history: %v", ids)
	}
	if back := NewIDAt(moment.Add(-time.Hour)); back > ids[0] {
		t.Error("what happened an hour before sorts behind")
	}
}

func TestAClockThatGoesBackDoesNotTurnIDsAround(t *testing.T) {
	var s sequence
	first := s.next(tickOf(time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)), 1<<62)
	if second := s.next(tickOf(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)), 1<<62); second <= first {
		t.Errorf("%d after %d", second, first)
	}
}

func TestWhatHasTheFormOfAnID(t *testing.T) {
	for word, want := range map[ID]bool{
		"0199c3f0-1111-7222-8333-444455556666": true, "0199C3F0-1111-7222-8333-444455556666": false, "": false, "1": false,
		"0199c3f0-1111-7222-8333-44445555666g": false, "0199c3f0_1111-7222-8333-444455556666": false, "0199c3f0-1111-7222-8333-4444555566667": false,
	} {
		if word.Valid() != want {
			t.Errorf("Valid(%q) = %v", word, !want)
		}
	}
}
