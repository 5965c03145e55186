package events

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"mahalle/internal/city"
)

var kindOf = regexp.MustCompile(`func \((\w+)\) Kind\(\) string +\{ return "([^"]*)" \}`)

func TestNoTwoPiecesOfNewsHaveTheSameName(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]string{}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range kindOf.FindAllStringSubmatch(string(text), -1) {
			event, kind := found[1], found[2]
			if seen[kind] != "" || !strings.Contains(kind, ".") || strings.ToLower(kind) != kind {
				t.Errorf("%s is called %q, and so is %q", event, kind, seen[kind])
			}
			seen[kind] = event
		}
	}
	if len(seen) < 30 {
		t.Errorf("only %d pieces of news were found", len(seen))
	}
}

func TestNewsAboutARequestTravelsWithoutAnybodysWords(t *testing.T) {
	e := RequestOpened{Request: Request{ID: "r1", Number: "MNS-26-000001-T",
		Place: city.Place{District: "turgutlu", Words: "Ali Bey'in evinin önü"}, After: Standing{Status: "new", Open: true}}, Channel: "web"}
	body, err := json.Marshal(e)
	if err != nil || strings.Contains(string(body), "Ali Bey") || strings.Contains(string(body), "r1") {
		t.Fatalf("%s, %v", body, err)
	}
	var back RequestOpened
	if err := json.Unmarshal(body, &back); err != nil {
		t.Fatal(err)
	}
	back.Identify("r1")
	e.Place.Words = ""
	if !reflect.DeepEqual(back, e) {
		t.Errorf("it arrived as %+v", back)
	}
}

func TestNewsOfAPromiseStandsInTheHistoryOfWhatItIsAbout(t *testing.T) {
	about := Subject{Kind: "request", ID: "r1"}
	if got := (PromiseBroken{Promise: Promise{ID: "p1", On: about}}).About(); got != about {
		t.Errorf("About() = %+v", got)
	}
}
