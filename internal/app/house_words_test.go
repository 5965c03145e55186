package app_test

import (
	"encoding/json"
	"go/ast"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mahalle/internal/city"
)

// sentences are the message keys of one locales folder, by language.
type sentences map[city.Lang]map[string]json.RawMessage

func (s sentences) keys() []string {
	all := map[string]bool{}
	for _, keys := range s {
		for k := range keys {
			all[k] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// localeFaults wants the same keys in each language, named by their folder.
func localeFaults(folder string, s sentences) []string {
	var faults []string
	for _, key := range s.keys() {
		if !strings.HasPrefix(key, path.Base(folder)+".") {
			faults = append(faults, folder+"/locales: "+key+" must begin with "+path.Base(folder)+".")
		}
		for _, lang := range city.Langs {
			if _, ok := s[lang][key]; !ok {
				faults = append(faults, folder+"/locales/"+string(lang)+".json lacks "+key)
			}
		}
	}
	for key, words := range s[city.Persian] {
		if strings.ContainsAny(string(words), "يك") {
			faults = append(faults, folder+"/locales/fa.json: "+key+" has an Arabic ي or ك; Persian writes ی and ک")
		}
	}
	return faults
}

var (
	messageKey = regexp.MustCompile(`^([a-z0-9]+)\.[a-z][a-z0-9_.]*$`)
	fileName   = regexp.MustCompile(`\.(css|csv|db|gz|geojson|go|html|ico|jpe?g|js|json|log|map|pdf|png|sql|svg|tar|toml|tsv|txt|webp|woff2|xml|zip)$`)
)

// use is a place where the program names a message, or the beginning of some.
type use struct {
	key, where string
	begins     bool
}

// uses finds the message keys that a package names. Keys begin with the name of
// a package; permissions and news, which look alike, are in notKeys.
func uses(files []source, packageNames, notKeys map[string]bool) []use {
	var all []use
	for _, x := range texts(files) {
		key, _, begins := strings.Cut(strings.ReplaceAll(x.sql, "%", unknown), unknown)
		begins = begins || strings.HasSuffix(key, ".") || strings.HasSuffix(key, "_")
		m := messageKey.FindStringSubmatch(strings.TrimRight(key, "._"))
		if begins && m == nil && strings.HasSuffix(key, ".") { // "ui." and what follows
			m = []string{key, strings.TrimSuffix(key, ".")}
		}
		if m == nil || !packageNames[m[1]] || notKeys[key] || fileName.MatchString(key) {
			continue
		}
		all = append(all, use{key, x.where(), begins})
	}
	return all
}

// namesOfOtherThings are the values of typed constants, such as permissions,
// lists of permissions, and every text of the news.
func namesOfOtherThings(sources []source) map[string]bool {
	all := map[string]bool{}
	for _, s := range sources {
		if room(s.folder()) == "events" {
			for _, x := range texts([]source{s}) {
				all[x.sql] = true
			}
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.ValueSpec); ok && (spec.Type != nil && !isString(spec.Type) || spec.Names[0].Name == "Permissions") {
				r := reader{source: s}
				for _, v := range spec.Values {
					ast.Inspect(v, r.visit)
				}
				for _, x := range r.found {
					all[x.sql] = true
				}
			}
			return true
		})
	}
	return all
}

func isString(e ast.Expr) bool {
	name, ok := e.(*ast.Ident)
	return ok && name.Name == "string"
}

// useFaults wants every key the program names to exist, and every key that
// exists to be named.
func useFaults(all map[string]sentences, used []use) []string {
	where := map[string]string{} // key → folder
	for folder, s := range all {
		for _, key := range s.keys() {
			where[key] = folder
		}
	}
	var faults []string
	needed := map[string]bool{}
	for _, u := range used {
		found := false
		for key := range where {
			if key == u.key || u.begins && strings.HasPrefix(key, u.key) {
				needed[key], found = true, true
			}
		}
		if !found {
			faults = append(faults, u.where+" says "+u.key+", which no locales folder has; write the sentence in tr, fa and en")
		}
	}
	for key, folder := range where {
		if !needed[key] {
			faults = append(faults, folder+"/locales: nobody says "+key+"; delete it in all three languages")
		}
	}
	return faults
}

func allSentences(t *testing.T) map[string]sentences {
	t.Helper()
	names, err := files()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]sentences{}
	for _, name := range names {
		if path.Base(path.Dir(name)) != "locales" || path.Ext(name) != ".json" {
			continue
		}
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		keys := map[string]json.RawMessage{}
		if err := json.Unmarshal(text, &keys); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		folder := path.Dir(path.Dir(name))
		if all[folder] == nil {
			all[folder] = sentences{}
		}
		all[folder][city.Lang(strings.TrimSuffix(path.Base(name), ".json"))] = keys
	}
	return all
}

func TestEverySentenceStandsInThreeLanguages(t *testing.T) {
	for folder, s := range allSentences(t) {
		report(t, localeFaults(folder, s))
	}
}

func TestEverySentenceIsSaidAndEverySaidSentenceIsThere(t *testing.T) {
	sources := theHouse(t)
	names := map[string]bool{}
	for folder := range packages(sources) {
		names[path.Base(folder)] = true
	}
	notKeys := namesOfOtherThings(sources)
	var used []use
	for _, files := range packages(sources) {
		used = append(used, uses(files, names, notKeys)...)
	}
	report(t, useFaults(allSentences(t), used))
}

func TestASentenceThatIsMissingOrMisplacedIsFound(t *testing.T) {
	read := func(text string) (keys map[string]json.RawMessage) {
		if err := json.Unmarshal([]byte(text), &keys); err != nil {
			t.Fatal(err)
		}
		return keys
	}
	finds(t, localeFaults("internal/requests", sentences{
		"tr": read(`{"requests.title": "Başvuru", "title": "x"}`),
		"fa": read(`{"requests.title": "درخواست شهري", "title": "x"}`),
		"en": read(`{"requests.title": {"one": "a", "other": "b"}}`),
	}),
		"internal/requests/locales/en.json lacks title",
		"internal/requests/locales: title must begin with requests.",
		"internal/requests/locales/fa.json: requests.title has an Arabic")
}

func TestAKeyNobodySaysAndASaidKeyNobodyWroteAreFound(t *testing.T) {
	program := []source{sample(t, "internal/requests/http.go", `package requests
const CanReply access.Permission = "requests.reply"
var label = "requests.status_" + status
var title = Say("requests.title", "n", 1)
var missing = fault.New(fault.NotFound, "requests.gone")
var month = list("requests.month.")
var file = "requests.css"
var grants = []string{"requests.reply", "somewhere.else"}
`)}
	en := map[string]json.RawMessage{"requests.title": nil, "requests.status_new": nil, "requests.month.1": nil, "requests.old": nil}
	used := uses(program, map[string]bool{"requests": true}, namesOfOtherThings(program))
	finds(t, useFaults(map[string]sentences{"internal/requests": {"en": en}}, used),
		"internal/requests/http.go:5 says requests.gone",
		"internal/requests/locales: nobody says requests.old")
}
