package open311

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
)

var locale = i18n.Locale{Lang: city.English}

func TestATimeNamesItsZone(t *testing.T) {
	want := time.Date(2026, 11, 24, 6, 30, 0, 0, time.UTC)
	for _, v := range []string{"2026-11-24T06:30:00Z", "2026-11-24T09:30:00+03:00", "2026-11-24T09:30:00 03:00", "2026-11-24T09:30:00+0300", "2026-11-24T06:30Z",
		"2026-11-24t06:30:00z", "2026-11-24T06:30:00.000Z", "۲۰۲۶-۱۱-۲۴T۰۶:۳۰:۰۰Z"} {
		if got, err := parseMoment("start_date", v); err != nil || !got.Equal(want) {
			t.Errorf("%q = %v, %v", v, got, err)
		}
	}
	for _, v := range []string{"2026-11-24T09:30:00", "2026-11-24", "yesterday", "24.11.2026", "2026-13-24T06:30:00Z", "2026-11-24T25:30:00Z", "1700000000", "2026-11-24T06:30:00Z'--"} {
		if _, err := parseMoment("start_date", v); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q was taken: %v", v, err)
		}
	}
}

func TestABoundaryIsReadHoweverItIsWritten(t *testing.T) {
	for kind, want := range map[string]string{
		`multipart/form-data; boundary=abc`:                         "abc",
		`multipart/form-data; boundary="a b"`:                       "a b",
		`multipart/form-data; boundary====1416425353===`:            "===1416425353===",
		`Multipart/Form-Data;charset=utf-8;Boundary===1==`:          "==1==",
		`multipart/form-data; boundary=a; charset=utf-8`:            "a",
		`multipart/form-data`:                                       "",
		`multipart/form-data; boundary=` + strings.Repeat("a", 500): "",
	} {
		if got, parts := boundaryOf(kind); !parts || got != want {
			t.Errorf("%.60q = %q, %v", kind, got, parts)
		}
	}
	if _, parts := boundaryOf("application/x-www-form-urlencoded; charset=utf-8"); parts {
		t.Error("a form without files has no boundary")
	}
}

func posted(kind string, body io.Reader) *http.Request {
	r := httptest.NewRequest("POST", "/open311/v2/requests.xml?jurisdiction_id=manisa", body)
	r.Header.Set("Content-Type", kind)
	return r
}

func TestAFormOfTheJavaClientIsRead(t *testing.T) {
	body := "--===12===\r\nContent-Disposition: form-data; name=\"description\"\r\n\r\na\r\nb\r\n--===12===\r\n" +
		"Content-Disposition: form-data; name=\"media\"; filename=\"p.jpg\"\r\nContent-Type: image/jpeg\r\n\r\nJPEG\r\n--===12===--\r\n"
	p, err := read(posted("multipart/form-data; boundary====12===", strings.NewReader(body)))
	if err != nil || p.get("description") != "a\nb" || len(p.files) != 1 || string(p.files[0]) != "JPEG" || p.get("jurisdiction_id") != "manisa" {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestAnEmptyParameterIsAnAbsentOne(t *testing.T) {
	p, err := read(posted("application/x-www-form-urlencoded; charset=utf-8", strings.NewReader("status=&status=open&lat=+&page=")))
	if err != nil || p.get("status") != "open" || p.get("lat") != "" || len(p.list("page")) != 0 {
		t.Errorf("%+v, %v", p, err)
	}
}

func FuzzAnyFormIsReadOrRefused(f *testing.F) {
	f.Add("application/x-www-form-urlencoded", "description=a%0d%0ab&attribute[x][]=1&attribute[x][]=2")
	f.Add("multipart/form-data; boundary====1===", "--===1===\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--===1===--\r\n")
	f.Add("multipart/form-data", "--\r\n\r\n")
	f.Fuzz(func(t *testing.T, kind, body string) {
		r := httptest.NewRequest("POST", "/open311/v2/requests.json", strings.NewReader(body))
		r.Header["Content-Type"] = []string{kind}
		p, err := read(r)
		if err != nil && fault.KindOf(err) != fault.Invalid {
			t.Fatalf("%v", err)
		}
		for name := range p.values {
			if strings.Contains(p.get(name), "\r") {
				t.Errorf("a CR is left in %q", p.get(name))
			}
		}
	})
}

func FuzzAnyQuestionIsReadOrRefused(f *testing.F) {
	f.Add("start_date=2026-11-24T06:30:00Z&end_date=2026-11-25T06:30:00Z&status=open,closed&bbox=27,38,28,39&page=2&page_size=50&lat=38&long=27&radius=5")
	f.Add("page=-1&page_size=99999999999&bbox=NaN,Inf,1e999,")
	f.Fuzz(func(t *testing.T, query string) {
		v, _ := url.ParseQuery(query)
		p := params{values: url.Values{}}
		p.add(v)
		now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
		if from, before, err := p.span("start_date", "end_date", now); err == nil && !before.IsZero() && before.Sub(from) > window+time.Second {
			t.Errorf("a window of %v", before.Sub(from))
		}
		var one Filter
		if err := p.page(&one); err == nil && (one.Limit < 1 || one.Limit > mostListed || one.Skip < 0 || one.Skip > deepest) {
			t.Errorf("a page of %+v", one)
		}
		if b, err := p.box(); err == nil && b != nil && (b.South > b.North || b.West > b.East) {
			t.Errorf("a box of %+v", b)
		}
		_, _, _ = standings(p.list("status"))
		_, _, _ = said(p.get("status"))
	})
}

func TestATooLargeFormIsRefusedAndNothingBreaks(t *testing.T) {
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	for range mostFields + 50 {
		_ = parts.WriteField("a", "b")
	}
	_ = parts.Close()
	if _, err := read(posted(parts.FormDataContentType(), &body)); fault.KindOf(err) != fault.Invalid {
		t.Errorf("answered %v", err)
	}
}
