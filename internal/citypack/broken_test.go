package citypack

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"
)

func TestASmallPackReads(t *testing.T) {
	p, err := Read(with("", "", ""))
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Templates[0].Text.EN; got != "Dear resident,\n{number} is done." {
		t.Errorf("the new line of a template became %q", got)
	}
	if got := p.Owners[0]; got.Unit != "dere-water" || got.District != "dere" {
		t.Errorf("a rule for {district} became %+v", got)
	}
	if !p.Demo.Empty() {
		t.Error("a pack without demo folder has invented people")
	}
}

func TestABrokenPackIsRefusedWithFileLineAndReason(t *testing.T) {
	for name, tt := range map[string]struct{ file, old, new, want string }{
		"an alarm without words":                {"urgent.tsv", "|on fire", "|", `urgent.tsv:3: words_en is empty`},
		"an alarm said twice":                   {"urgent.tsv", "on fire", "Gas Leak*", `urgent.tsv:3: "Gas Leak*" stands already in line 2`},
		"a star after nearly nothing":           {"urgent.tsv", "on fire", "on*", `urgent.tsv:3: "on*": at least 3 letters must stand before a star`},
		"a star inside a word":                  {"urgent.tsv", "on fire", "on fi*re", `urgent.tsv:3: "on fi*re": "fi*re" is not a word, with or without a star at its end`},
		"a question about nothing":              {"questions.toml", `subject = "YL02"`, `subject = "YL09"`, `questions.toml:24: subject "YL09" is not a subject`},
		"a question of a kind nobody knows":     {"questions.toml", `"yes_no"`, `"colour"`, `questions.toml:26: kind "colour" is not known`},
		"a question asked twice":                {"questions.toml", `"depth"`, `"size"`, `questions.toml:15: code "size" is taken by an earlier question or option`},
		"a question without its words":          {"questions.toml", `label.en = "How deep?"`, ``, `questions.toml:13: label is missing in a language of the city`},
		"a question after one that never comes": {"questions.toml", `question = "size"`, `question = "inside"`, `questions.toml:20: when: "inside" is not an earlier question`},
		"a question after no possible answer":   {"questions.toml", `is = ["large"]`, `is = ["huge"]`, `questions.toml:20: when: "huge" is not an answer to that question`},
		"a choice of one":                       {"questions.toml", "[[question.option]]\ncode = \"large\"\nlabel.en = \"Large\"\n", "", `questions.toml:6: kind one needs at least two options`},
		"a number that is never right":          {"questions.toml", "most = 300", "most = 0", `questions.toml:17: least is greater than most`},
		"an end of the form without a number":   {"questions.toml", `"112"`, `"the fire brigade"`, `questions.toml:28: stop: call "the fire brigade" is not a telephone number such as 112`},
		"an end that goes on as nothing":        {"questions.toml", "call = \"112\"\nsubject = \"YL01\"", "call = \"112\"\nsubject = \"YL09\"", `questions.toml:28: stop: "YL09" is not another subject`},
		"a key of a question that is misspelt":  {"questions.toml", `kind = "number"`, `kid = "number"`, `questions.toml:16: question.kid is not known here`},
		"questions that are no TOML":            {"questions.toml", `code = "depth"`, `code "depth"`, `questions.toml:15: expected '.' or '=', but got '"' instead`},
		"a city without a zone":                 {"city.toml", `"Europe/Istanbul"`, `"Europe/Manisa"`, `city.toml:4: zone "Europe/Manisa" is not a time zone such as Europe/Istanbul`},
		"a number prefix in small letters":      {"city.toml", `"DRK"`, `"drk"`, `city.toml:2: prefix "drk" must be 2 to 4 of A–Z`},
		"a year nobody counts":                  {"city.toml", `"gregorian"`, `"julian"`, `city.toml:3: year "julian" is neither gregorian nor jalali`},
		"a key that is misspelt":                {"city.toml", `confirm_days`, `confirm_day`, `city.toml:9: confirm_day is not known here`},
		"a city.toml that is no TOML":           {"city.toml", `prefix = `, `prefix `, `city.toml:2: expected '.' or '=', but got '"' instead`},
		"a language nobody speaks here":         {"city.toml", `language = "en"`, `language = "tr"`, `city.toml:6: languages do not hold the city's own language "tr"`},
		"a calendar that is not there":          {"city.toml", `calendar = "office"`, `calendar = "shop"`, `calendars.tsv: has no week for "shop", the calendar of city.toml`},
		"a telephone plan in words":             {"city.toml", `"90"`, `"ninety"`, `city.toml:18: country "ninety" must be digits, such as 90`},
		"a map without its credit":              {"city.toml", "[map_credit]\nen = \"© OpenStreetMap contributors\"\n", "", `city.toml: map_credit is missing in en`},
		"a district twice":                      {"districts.tsv", "dere|", "dere|D||||||\ndere|", `districts.tsv:3: code "dere" stands already in line 2`},
		"a code with Turkish letters":           {"districts.tsv", "dere|Dere", "çay|Çay||||||\ndere|Dere", `districts.tsv:2: code "çay" may hold only a–z, 0–9, - and _, at most 60`},
		"a point beyond the pole":               {"districts.tsv", "38.5", "98.5", `districts.tsv:2: lat 98.5, lon 27.5 is nowhere on earth`},
		"half a point":                          {"districts.tsv", "38.5", "", `districts.tsv:2: lat and lon belong together; one of them is missing`},
		"an end before the beginning":           {"districts.tsv", "27.5||", "27.5|2014-03-30|2013-01-01", `districts.tsv:2: valid_to 2013-01-01 is not after valid_from 2014-03-30`},
		"a district without a name":             {"districts.tsv", "|Dere|", "||", `districts.tsv:2: name is empty in every language`},
		"a neighbourhood of nowhere":            {"neighbourhoods.tsv", "|dere|", "|tepe|", `neighbourhoods.tsv:2: district "tepe" is not a district`},
		"an outline of nowhere":                 {"outlines/districts.geojson", `"dere"`, `"tepe"`, `outlines/districts.geojson:2: code "tepe" is not a district`},
		"an outline that does not close":        {"outlines/districts.geojson", `[27,39],[27,38]]`, `[27,39]]`, `outlines/districts.geojson:2: outline of "dere" has a ring that does not return to its first point`},
		"an outline that crosses itself":        {"outlines/districts.geojson", `[28,38],[28,39]`, `[28,39],[28,38]`, `outlines/districts.geojson:2: outline of "dere" crosses itself near 39.00000, 28.00000 (latitude, longitude)`},
		"an outline with latitude first":        {"outlines/districts.geojson", `[28,39]`, `[28,139]`, `outlines/districts.geojson:2: outline of "dere" has a point [28 139] outside the earth; longitude comes first`},
		"an outline that is a point":            {"outlines/districts.geojson", `"Polygon","coordinates":[[[27,38],[28,38],[28,39],[27,39],[27,38]]]`, `"Point","coordinates":[27,38]`, `outlines/districts.geojson:2: outline of "dere" is neither a Polygon nor a MultiPolygon`},
		"an outline file cut off":               {"outlines/districts.geojson", "}}\n]}", "}}", `outlines/districts.geojson:3: is not GeoJSON: unexpected end of JSON input`},
		"opening hours that run backwards":      {"calendars.tsv", "07:00-13:00|", "13:00-07:00|", `calendars.tsv:3: mon "13:00-07:00" does not end after it begins, within one day`},
		"opening hours that overlap":            {"calendars.tsv", "13:00-17:00|", "11:00-17:00|", `calendars.tsv:2: mon "11:00-17:00" begins before the stretch in front of it ends`},
		"opening hours in words":                {"calendars.tsv", "07:00-13:00|", "morning|", `calendars.tsv:3: mon "morning" is not a stretch such as 08:00-12:00`},
		"weeks out of order":                    {"calendars.tsv", "office|||", "office|2027-01-01||", `calendars.tsv:2: the first week of calendar "office" must have no valid_from`},
		"a holiday of an unknown calendar":      {"holidays.tsv", "office", "shop", `holidays.tsv:2: calendar "shop" is not a calendar`},
		"a holiday on no day":                   {"holidays.tsv", "2026-10-28", "28.10.2026", `holidays.tsv:2: date "28.10.2026" is not a date such as 2026-11-24`},
		"a unit under nobody":                   {"units.tsv", "roads|hall", "roads|x", `units.tsv:3: parent "x" is not a unit`},
		"units that stand above each other":     {"units.tsv", "hall||", "hall|roads|", `units.tsv:2: parent "roads" leads back to "hall" in a circle`},
		"a unit of an unknown kind":             {"units.tsv", "branch", "shop", `units.tsv:3: kind "shop" is not one of: department branch office desk agency`},
		"a unit whose name is missing":          {"units.tsv", "|Roads", "|", `units.tsv:3: name_en is empty`},
		"a permission nobody checks":            {"roles.tsv", "requests.take", "requests.steal", `roles.tsv:2: permission "requests.steal" is not known`},
		"a post in no unit":                     {"posts.tsv", "|roads|", "|x|", `posts.tsv:3: unit "x" is not a unit`},
		"a post with no role":                   {"posts.tsv", "roads|officer", "roads|", `posts.tsv:3: role is empty`},
		"posts that are each other's superiors": {"posts.tsv", "mayor|hall|officer||", "mayor|hall|officer|road-officer|", `posts.tsv:2: superior "road-officer" leads back to "mayor" in a circle`},
		"an area that is nowhere":               {"posts.tsv", "|dere|", "|tepe|", `posts.tsv:3: area "tepe" is neither a district nor a neighbourhood`},
		"a chief of nothing":                    {"posts.tsv", "mayor|hall|officer||*|", "chief|hall|chief|||||Chief|\nmayor|hall|officer||*|", `posts.tsv:2: role "chief" sees by area, but area is empty`},
		"a kind answered in no time":            {"kinds.tsv", "30d", "30", `kinds.tsv:2: answer "30" is not an amount of time such as 30d, 15wd, 8wh or 24h`},
		"a law that is not named":               {"kinds.tsv", "Law 3071", "", `kinds.tsv:2: basis_en is empty`},
		"a subject of no group":                 {"subjects.tsv", "YL01|YL", "YL01|XX", `subjects.tsv:2: group "XX" is not a group`},
		"a subject nobody can find by words":    {"subjects.tsv", "hole; pit", "", `subjects.tsv:2: words_en is empty`},
		"a subject without target":              {"subjects.tsv", "3wd", "", `subjects.tsv:2: target is empty; only subjects with the flag legal or no_target go without`},
		"a flag nobody knows":                   {"subjects.tsv", "|danger", "|dangerous", `subjects.tsv:2: flag "dangerous" is not known`},
		"a rule about no subject":               {"owners.tsv", "YL02", "YL99", `owners.tsv:2: subject "YL99" is not a subject`},
		"a rule about no group":                 {"owners.tsv", "YL.*", "XX.*", `owners.tsv:3: subject "XX.*": "XX" is not a group`},
		"a rule for no district":                {"owners.tsv", "YL02|*", "YL02|tepe", `owners.tsv:2: district "tepe" is not a district`},
		"a rule to a unit that is not there":    {"owners.tsv", "{district}-water", "{district}-roads", `owners.tsv:2: unit "dere-roads" is not a unit`},
		"a street of no class":                  {"owners.tsv", "YL.*|*|*", "YL.*|*|avenue", `owners.tsv:3: street "avenue" is not one of: metro district *`},
		"a rule that can never match":           {"owners.tsv", "*|*|*|hall", "YL01|*|metro|hall|||Never.\n*|*|*|hall", `owners.tsv:4: can never match: line 3 takes all of it`},
		"an owner with nobody in it":            {"posts.tsv", "road-officer|roads", "road-officer|hall", `owners.tsv:3: unit "roads" owns requests but has no post that may take them`},
		"subjects that reach no owner":          {"owners.tsv", "*|*|*|hall|||The town hall looks at it.\n", "", `owners.tsv:3: the last rule, and only that, must be * * * so that nothing is without an owner`},
		"a template for nothing":                {"templates.tsv", "|finish|", "|end|", `templates.tsv:2: for "end" is not one of: reply interim finish refuse ask`},
		"a placeholder nobody fills":            {"templates.tsv", "{number}", "{name}", `templates.tsv:2: text_en holds {name}, which is not one of: {number} {subject} {due}`},
		"a column too many":                     {"groups.tsv", "icon\n", "icon|colour\n", `groups.tsv:1: column "colour" is not known here`},
		"a line cut short":                      {"groups.tsv", "|Roads|road", "|Roads", `groups.tsv:2: has 4 cells where the header has 5`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read(with(tt.file, tt.old, tt.new))
			if err == nil || !strings.Contains("\n"+err.Error()+"\n", "\n"+tt.want+"\n") {
				t.Errorf("got:\n%v\nwant the line:\n%s", err, tt.want)
			}
		})
	}
}

func TestABrokenCityFileDoesNotLookLikeAThousandMissingTexts(t *testing.T) {
	_, err := Read(with("city.toml", "prefix = ", "prefix "))
	if lines := strings.Split(err.Error(), "\n"); len(lines) != 1 {
		t.Errorf("got %d faults:\n%v", len(lines), err)
	}
}

func TestEveryFaultIsSaidAtOnce(t *testing.T) {
	_, err := Read(fstest.MapFS{"city.toml": {Data: []byte("code = 1")}, "post.tsv": {}})
	var faults Faults
	if !errors.As(err, &faults) {
		t.Fatalf("got %v", err)
	}
	for _, want := range []string{
		"post.tsv: is not a file of a city pack; is its name misspelt?",
		"units.tsv: is missing", "owners.tsv: is missing", "calendars.tsv: is missing", `city.toml:1: "code": incompatible types`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not among\n%v", want, err)
		}
	}
}

func TestTextsAreWantedInEachLanguageOfTheCity(t *testing.T) {
	_, err := Read(with("city.toml", `languages = ["en"]`, `languages = ["en", "tr"]`))
	for _, want := range []string{"units.tsv:2: name_tr is empty", "city.toml:11: name is missing in tr", "templates.tsv:2: text_tr has the placeholders [], text_en has [{number}]"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not among\n%v", want, err)
		}
	}
}

func TestAProgramMayKnowMorePermissions(t *testing.T) {
	fsys := with("roles.tsv", "requests.take", "requests.take crews.plan")
	if _, err := Read(fsys); err == nil {
		t.Error("a word that nobody knows was taken")
	}
	if _, err := Read(fsys, "crews.plan"); err != nil {
		t.Error(err)
	}
}
