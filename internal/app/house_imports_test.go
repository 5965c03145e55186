package app_test

import (
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

const ours = "mahalle/"

// The floors of the house. A package uses what stands below it.
const (
	floorCity       = iota // words everyone shares
	floorPlatform          // mechanics and the city's news
	floorKernel            // what is owed, what happened, what a city brings along
	floorCapability        // what a city does
	floorApp               // puts it together
	floorCommand           // flags in, exit code out
)

// room is the folder that has one floor and one owner: requests, platform, cmd.
func room(folder string) string {
	parts := strings.Split(folder, "/")
	if parts[0] == "internal" && len(parts) > 1 {
		return parts[1]
	}
	return parts[0]
}

func floor(room string) int {
	switch room {
	case "city", "cities": // words, and the packs of files beside internal
		return floorCity
	case "platform", "events", "browser":
		return floorPlatform
	case "promises", "journal", "citypack":
		return floorKernel
	case "app":
		return floorApp
	case "cmd":
		return floorCommand
	default:
		return floorCapability
	}
}

// importFault says what is wrong with one room using another, or nothing.
func importFault(from, to string) string {
	switch {
	case from == to:
		return ""
	case from == "city":
		return "city imports nothing of ours; a word that needs " + to + " belongs elsewhere"
	case from == "events" && to != "city":
		return "events are plain facts and import city only, not " + to
	case from == "platform" && floor(to) >= floorPlatform:
		return "platform knows no municipal rules and must not import " + to + "; let the user declare the need"
	case floor(from) == floorCapability && floor(to) == floorCapability:
		return from + " must not import " + to + "; let them meet through events, a pub_ view, or a bridge in app"
	case floor(from) < floor(to):
		return from + " must not import " + to + ", which stands above it; declare the need as a small interface and join it in app"
	}
	return ""
}

// forTests are packages that only tests may import.
var forTests = map[string]bool{"internal/browser": true, "internal/platform/dbtest": true, "internal/platform/mail/mailtest": true, "internal/platform/mail/imaptest": true}

func importFaults(s source) []string {
	var faults []string
	for _, spec := range s.file.Imports {
		name, _ := strconv.Unquote(spec.Path.Value)
		folder, mine := strings.CutPrefix(name, ours)
		if !mine {
			continue
		}
		if f := importFault(room(s.folder()), room(folder)); f != "" {
			faults = append(faults, s.at(spec.Pos())+": "+f)
		}
		if forTests[folder] && !s.test() && !forTests[s.folder()] {
			faults = append(faults, s.at(spec.Pos())+": only tests import "+path.Base(folder))
		}
	}
	return faults
}

func TestThePartsOfTheHouseKeepTheirDistance(t *testing.T) {
	for _, s := range theHouse(t) {
		report(t, importFaults(s))
	}
}

func TestAnImportThatTiesTheHouseTogetherIsFound(t *testing.T) {
	for name, tt := range map[string]struct{ at, imports, want string }{
		"a capability uses another":           {"internal/fieldwork/store.go", "mahalle/internal/requests", "internal/fieldwork/store.go:2: fieldwork must not import requests; let them meet"},
		"a part of it uses another":           {"internal/fieldwork/sync/sync.go", "mahalle/internal/requests", "internal/fieldwork/sync/sync.go:2: fieldwork must not import requests"},
		"a test uses another":                 {"internal/fieldwork/a_test.go", "mahalle/internal/requests", "internal/fieldwork/a_test.go:2: fieldwork must not"},
		"a capability uses app":               {"internal/requests/http.go", "mahalle/internal/app", "internal/requests/http.go:2: requests must not import app, which stands above"},
		"platform knows a rule":               {"internal/platform/web/router.go", "mahalle/internal/promises", "internal/platform/web/router.go:2: platform knows no municipal rules"},
		"platform knows the news":             {"internal/platform/web/router.go", "mahalle/internal/events", "internal/platform/web/router.go:2: platform knows"},
		"the journal knows a capability":      {"internal/journal/journal.go", "mahalle/internal/requests", "internal/journal/journal.go:2: journal must not import requests, which"},
		"city needs something":                {"internal/city/id.go", "mahalle/internal/platform/clock", "internal/city/id.go:2: city imports nothing"},
		"the news needs more than words":      {"internal/events/requests.go", "mahalle/internal/platform/db", "internal/events/requests.go:2: events are plain facts"},
		"the program opens a test's browser":  {"internal/requests/http.go", "mahalle/internal/browser", "internal/requests/http.go:2: only tests import browser"},
		"a test opens a browser":              {"internal/requests/a_test.go", "mahalle/internal/browser", ""},
		"a capability keeps its promises":     {"internal/requests/service.go", "mahalle/internal/promises", ""},
		"app knows everybody":                 {"internal/app/app.go", "mahalle/internal/requests", ""},
		"a capability uses its own part":      {"internal/requests/http.go", "mahalle/internal/requests/photo", ""},
		"the kernel's parts know one another": {"internal/promises/open.go", "mahalle/internal/journal", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := importFaults(sample(t, tt.at, "package x\nimport \""+tt.imports+"\"\n"))
			if tt.want == "" {
				finds(t, got)
				return
			}
			finds(t, got, tt.want)
		})
	}
}

var namesNothing = regexp.MustCompile(`^(utils?|common|helpers?|models?|base|misc|shared)$`)

func folderFaults(folder string) []string {
	var faults []string
	for _, part := range strings.Split(folder, "/") {
		if namesNothing.MatchString(part) {
			faults = append(faults, fmt.Sprintf("%s: %q names nothing; call the folder what is in it", folder, part))
		}
	}
	return faults
}

func TestEveryFolderNamesSomething(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range theHouse(t) {
		if folder := s.folder(); !seen[folder] {
			seen[folder] = true
			report(t, folderFaults(folder))
		}
	}
}

func TestAFolderThatNamesNothingIsFound(t *testing.T) {
	finds(t, folderFaults("internal/requests/helpers"), `internal/requests/helpers: "helpers" names nothing`)
	finds(t, folderFaults("internal/requests/fold"))
}

// packageFaults wants a comment that opens each package by explaining it.
func packageFaults(sources []source) []string {
	explained := map[string]bool{}
	for _, s := range sources {
		if s.test() {
			continue
		}
		says := s.file.Doc.Text()
		explains := strings.HasPrefix(says, "Package "+s.file.Name.Name+" ") || s.file.Name.Name == "main" && strings.HasPrefix(says, "Command ")
		explained[s.folder()] = explained[s.folder()] || explains
	}
	var faults []string
	for folder, ok := range explained {
		if !ok {
			faults = append(faults, folder+": no file says what the package is for; begin doc.go with \"// Package "+path.Base(folder)+" …\" (a program: \"// Command …\")")
		}
	}
	return faults
}

func TestEveryPackageOpensByExplainingItself(t *testing.T) {
	report(t, packageFaults(theHouse(t)))
}

func TestAPackageWithoutAWordIsFound(t *testing.T) {
	finds(t, packageFaults([]source{
		sample(t, "internal/a/doc.go", "// Package a keeps one thing.\npackage a"),
		sample(t, "internal/a/more.go", "package a"),
		sample(t, "internal/b/b.go", "package b"),
		sample(t, "internal/b/b_test.go", "// Package b is explained by its test only.\npackage b"),
		sample(t, "cmd/c/main.go", "// Command c starts it.\npackage main"),
	}), "internal/b: no file says")
}
