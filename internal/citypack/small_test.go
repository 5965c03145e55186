package citypack

import (
	"strings"
	"testing/fstest"
)

// small is a whole pack of a town with one district. Cells are separated by |
// here, so that they can be seen.
var small = map[string]string{
	"city.toml": `code = "derekoy"
prefix = "DRK"
year = "gregorian"
zone = "Europe/Istanbul"
language = "en"
languages = ["en"]
currency = "TRY"
calendar = "office"
confirm_days = 7
reopen_days = 15
[name]
en = "Town of Dereköy"
[short_name]
en = "Dereköy"
[tagline]
en = "What is missing?"
[phone]
country = "90"
trunk = "0"
area = "236"
[emergency]
number = "112"
label.en = "Emergency"
[map_credit]
en = "© OpenStreetMap contributors"
`,
	"districts.tsv": `code|name_tr|name_fa|name_en|lat|lon|valid_from|valid_to
dere|Dere|||38.5|27.5||
`,
	"urgent.tsv": `code|name_tr|name_fa|name_en|words_tr|words_fa|words_en
gas|||Smell of gas|gaz koku*||gas leak*; smell of gas
fire|||Fire|||on fire
`,
	"neighbourhoods.tsv": `code|district|name_tr|name_fa|name_en|postcode
dere-altay|dere|Altay|||45400
`,
	"outlines/districts.geojson": `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"dere"},"geometry":{"type":"Polygon","coordinates":[[[27,38],[28,38],[28,39],[27,39],[27,38]]]}}
]}
`,
	"calendars.tsv": `code|valid_from|sun|mon|tue|wed|thu|fri|sat
office|||08:00-12:00 13:00-17:00|08:00-17:00|08:00-17:00|08:00-17:00|08:00-17:00|
office|2026-06-01||07:00-13:00|07:00-13:00|07:00-13:00|07:00-13:00||
`,
	"holidays.tsv": `calendar|date|from|to|kind|name_tr|name_fa|name_en
office|2026-10-28|13:00|24:00|half|||Eve of Republic Day
`,
	"units.tsv": `code|parent|kind|name_tr|name_fa|name_en
hall||department|||Town hall
roads|hall|branch|||Roads
dere-water|hall|office|||Water in Dere
`,
	"roles.tsv": `code|name_tr|name_fa|name_en|permissions
officer|||Officer|unit.view requests.take
chief|||Chief|area.view
`,
	"posts.tsv": `code|unit|role|superior|area|title_tr|title_fa|title_en|elected
mayor|hall|officer||*|||Mayor|yes
road-officer|roads|officer|mayor|dere|||Road officer|
water-officer|dere-water|officer|mayor|dere-altay|||Water officer|
`,
	"groups.tsv": `code|name_tr|name_fa|name_en|icon
YL|||Roads|road
`,
	"kinds.tsv": `code|name_tr|name_fa|name_en|answer|mark|basis_tr|basis_fa|basis_en|identity
request|||Request|30d|S|||Law 3071|open
thanks|||Thanks||||||open
`,
	"subjects.tsv": `code|group|name_tr|name_fa|name_en|words_tr|words_fa|words_en|kind|first_contact|target|flags
YL01|YL|||Pothole|||hole; pit|request|4wh|3wd|danger
YL02|YL|||Flood|||water on the road||1h|8h|urgent
`,
	"owners.tsv": `subject|district|street|unit|why_tr|why_fa|why_en
YL02|*|*|{district}-water|||Water is theirs.
YL.*|*|*|roads|||Roads are theirs.
*|*|*|hall|||The town hall looks at it.
`,
	"templates.tsv": `code|about|for|title_tr|title_fa|title_en|text_tr|text_fa|text_en
done|YL.*|finish|||Done|||Dear resident,\n{number} is done.
`,
	"questions.toml": `[[question]]
subject = "YL01"
code = "size"
kind = "one"
label.en = "How large?"
[[question.option]]
code = "small"
label.en = "Small"
[[question.option]]
code = "large"
label.en = "Large"

[[question]]
subject = "YL01"
code = "depth"
kind = "number"
least = 1
most = 300
unit.en = "cm"
when = { question = "size", is = ["large"] }
label.en = "How deep?"

[[question]]
subject = "YL02"
code = "inside"
kind = "yes_no"
label.en = "Is anybody trapped?"
[[question.stop]]
is = ["yes"]
call = "112"
subject = "YL01"
who.en = "Emergency"
reason.en = "Lives come first."
`,
}

// with is the small pack with one file changed: old becomes new.
func with(file, old, new string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, data := range small {
		if name == file {
			if old != "" && !strings.Contains(data, old) {
				panic(file + " does not hold " + old)
			}
			data = strings.Replace(data, old, new, 1)
		}
		if strings.HasSuffix(name, ".tsv") {
			data = strings.ReplaceAll(data, "|", "\t")
		}
		fsys[name] = &fstest.MapFile{Data: []byte(data)}
	}
	return fsys
}
