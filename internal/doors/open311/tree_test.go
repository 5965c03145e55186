package open311

import (
	"encoding/xml"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"mahalle/internal/city"
	"mahalle/internal/doors/open311/spark"
)

// bothWays is a document made by describe, in both formats, read back.
func bothWays(t interface{ Fatalf(string, ...any) }, describe func(*tree)) (fromXML, fromJSON any, x, j string) {
	both := map[bool]string{}
	for _, json := range []bool{false, true} {
		tr := fresh(json)
		describe(tr)
		both[json] = string(tr.b)
		tr.give()
	}
	fromXML, err := spark.XML([]byte(both[false]))
	if err != nil {
		t.Fatalf("XML: %v in %q", err, both[false])
	}
	fromJSON, err = spark.JSON([]byte(both[true]))
	if err != nil {
		t.Fatalf("JSON: %v in %q", err, both[true])
	}
	return fromXML, fromJSON, both[false], both[true]
}

// hostile are texts that break writers: marks of both formats, what neither may
// hold, halves of letters, line ends of three kinds.
var hostile = rapid.Custom(func(t *rapid.T) string {
	return strings.Join(rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom([]string{"<", ">", "&", "&amp;", "]]>", "<!--", "\"", "\\", "'", "\x00", "\x01", "\x1b", "\x7f",
		"\r", "\n", "\r\n", "\t", " ", "\u2028", "\u200c", "\ufffe", "\uffff", "\ufffd", "\xff", "\xc3", "\xed\xa0\x80", "İ", "ş", "ی", "🕳", "</description>", "<?xml", "null", "0012"}),
		rapid.String()), 0, 12).Draw(t, "pieces"), "")
})

func TestXMLReadByTheSparkRuleIsTheJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		requests := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Request {
			text := func(name string) string { return hostile.Draw(t, name) }
			return Request{ID: city.ID(text("id")), Number: text("number"), Service: text("service"), Status: text("status"), Outcome: text("outcome"),
				Unit: text("unit"), Open: rapid.Bool().Draw(t, "open"), Description: text("description"), Lang: city.Turkish, Photo: city.ID(text("photo")),
				Place:  city.Place{District: text("district"), Point: city.Point{Lat: rapid.Int32().Draw(t, "lat"), Lon: rapid.Int32().Draw(t, "lon")}},
				Opened: time.UnixMicro(rapid.Int64Range(0, 4e15).Draw(t, "opened")), People: rapid.IntRange(0, 9).Draw(t, "people"), Public: true}
		}), 0, 4).Draw(t, "requests")
		names := &names{known: map[named]string{}, c: &call{}}
		s := &Server{}
		for i := range requests {
			r := &requests[i]
			for _, key := range []named{{"note", r.Status + r.Outcome}, {"service", r.Service}, {"unit", r.Unit}, {"place", r.Place.District}} {
				names.known[key] = r.Description
			}
		}
		fromXML, fromJSON, x, j := bothWays(t, func(tr *tree) {
			tr.list("service_requests")
			for i := range requests {
				s.request(tr, locale, names, &requests[i], "https://a", true)
			}
			tr.end()
		})
		if !reflect.DeepEqual(fromXML, fromJSON) {
			t.Fatalf("XML %q\nJSON %q", x, j)
		}
		if err := plainXML(x); err != "" {
			t.Fatalf("%s in %q", err, x)
		}
	})
}

// plainXML wants what every client can read: no attributes, no names of spaces,
// a declaration of UTF-8, no CR.
func plainXML(document string) string {
	if !strings.HasPrefix(document, `<?xml version="1.0" encoding="utf-8"?>`) || strings.Contains(document, "\r") {
		return "the declaration or a line end"
	}
	d := xml.NewDecoder(strings.NewReader(document))
	for {
		token, err := d.Token()
		if err != nil {
			return ""
		}
		if start, ok := token.(xml.StartElement); ok && (len(start.Attr) > 0 || start.Name.Space != "") {
			return "an attribute"
		}
	}
}

func TestAnEmptyListIsAListAndAnEmptyTextIsNothing(t *testing.T) {
	fromXML, fromJSON, x, j := bothWays(t, func(tr *tree) {
		tr.begin("service_definition")
		tr.text("service_code", "")
		tr.truth("variable", true)
		tr.number("order", 3)
		tr.degrees("lat", -38_000_100)
		tr.moment("at", time.Time{})
		tr.list("attributes")
		tr.end()
		tr.list("values")
		tr.text("value", "one")
		tr.end()
		tr.end()
	})
	if !reflect.DeepEqual(fromXML, fromJSON) {
		t.Errorf("XML %v, JSON %v", fromXML, fromJSON)
	}
	if want := `{"service_code":null,"variable":true,"order":3,"lat":-38.0001,"at":null,"attributes":[],"values":["one"]}`; j != want {
		t.Errorf("JSON %s", j)
	}
	if !strings.Contains(x, "<service_code/>") || !strings.Contains(x, "<lat>-38.0001</lat>") {
		t.Errorf("XML %s", x)
	}
}

func FuzzATextIsTheSameInBothFormats(f *testing.F) {
	for _, s := range []string{"", "Çukur var", "<b>&amp;]]>", "a\r\nb\rc", "\x00\ufffe\xff", "\\\"\u2028"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		fromXML, fromJSON, x, j := bothWays(t, func(tr *tree) { tr.begin("request"); tr.text("description", s); tr.end() })
		if !reflect.DeepEqual(fromXML, fromJSON) {
			t.Errorf("XML %q, JSON %q", x, j)
		}
	})
}
