package access

import (
	"context"
	"testing"

	"mahalle/internal/city"
)

func TestWhoMayDoWhat(t *testing.T) {
	operator := Actor{Kind: Staff, Permissions: map[Permission]bool{"requests.reply": true, "requests.refuse": false}}
	for name, tt := range map[string]struct {
		who  Actor
		asks Permission
		want bool
	}{
		"a resident at an open door":            {Actor{Kind: Resident}, Public, true},
		"a resident at a door of staff":         {Actor{Kind: Resident}, SignedIn, false},
		"a resident who names a permission":     {Actor{Kind: Resident}, "requests.reply", false},
		"somebody of whom nothing is known":     {Actor{}, SignedIn, false},
		"staff at a door of staff":              {operator, SignedIn, true},
		"staff without any post":                {Actor{Kind: Staff}, "requests.reply", false},
		"staff with the permission":             {operator, "requests.reply", true},
		"staff whose role says no to it":        {operator, "requests.refuse", false},
		"a permission nobody has ever heard of": {operator, "requests.everything", false},
		"the city's own clock, as if signed in": {Actor{Kind: System}, SignedIn, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := tt.who.Has(tt.asks); got != tt.want {
				t.Errorf("Has(%s) = %v", tt.asks, got)
			}
		})
	}
}

func TestWhatLiesInSomebodysArea(t *testing.T) {
	inTurgutlu := city.Place{District: "turgutlu", Neighbourhood: "acarlar"}
	for name, tt := range map[string]struct {
		who   Actor
		place city.Place
		want  bool
	}{
		"the whole city":                            {Actor{WholeCity: true}, city.Place{}, true},
		"one's own district":                        {Actor{Districts: []string{"turgutlu"}}, inTurgutlu, true},
		"another district":                          {Actor{Districts: []string{"akhisar"}}, inTurgutlu, false},
		"one's own neighbourhood":                   {Actor{Places: []string{"acarlar"}}, inTurgutlu, true},
		"the neighbourhood beside it":               {Actor{Districts: []string{"turgutlu"}, Places: []string{"atatürk"}}, inTurgutlu, false},
		"a place nobody knows, for a district":      {Actor{Districts: []string{"turgutlu", ""}}, city.Place{}, false},
		"a place nobody knows, for a neighbourhood": {Actor{Places: []string{"acarlar"}}, city.Place{}, false},
		"somebody without an area":                  {Actor{}, inTurgutlu, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := tt.who.InArea(tt.place); got != tt.want {
				t.Errorf("InArea = %v", got)
			}
		})
	}
}

func TestAUnitIsOnesOwnWithEverythingBelowIt(t *testing.T) {
	a := Actor{Unit: "yol", Units: []string{"yol", "yol-bakim"}}
	if !a.InUnit("yol") || !a.InUnit("yol-bakim") || a.InUnit("su") || a.InUnit("") || (Actor{Units: []string{""}}).InUnit("") {
		t.Error("a unit was mistaken")
	}
}

func TestWithoutAWordItIsAResident(t *testing.T) {
	if a := From(context.Background()); a.Kind != Resident || a.Has(SignedIn) {
		t.Errorf("From(nothing) = %+v", a)
	}
	if a := From(AsSystem(context.Background())); a.Kind != System || a.Has("requests.reply") {
		t.Errorf("the system = %+v", a)
	}
}
