package spark

import (
	"encoding/json"
	"strings"
	"testing"
)

func said(t *testing.T, v any, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestAListOfOneIsStillAList(t *testing.T) {
	for document, want := range map[string]string{
		`<services><service><service_code>A</service_code></service></services>`: `[{"service_code":"A"}]`,
		`<service_requests/>`: `[]`,
		`<errors><error><code>404</code><description/></error></errors>`:         `[{"code":"404","description":null}]`,
		`<a><b>1</b><b>2</b><b>3</b></a>`:                                        `{"b":["1","2","3"]}`,
		`<?xml version="1.0"?><!-- x --><x:a xmlns:x="u" y="1"><b> c </b></x:a>`: `{"b":" c "}`,
	} {
		v, err := XML([]byte(document))
		if got := said(t, v, err); got != want {
			t.Errorf("%s = %s, want %s", document, got, want)
		}
	}
}

func TestADocumentThatIsBrokenOrEndlessIsRefused(t *testing.T) {
	for _, document := range []string{"", "text", "<a>", "<a></b>", strings.Repeat("<a>", 100) + strings.Repeat("</a>", 100), "<a>&nosuch;</a>"} {
		if v, err := XML([]byte(document)); err == nil {
			t.Errorf("%.40q = %v", document, v)
		}
	}
	for _, document := range []string{"", "{", "[1] 2", "nul"} {
		if v, err := JSON([]byte(document)); err == nil {
			t.Errorf("%q = %v", document, v)
		}
	}
}

func FuzzAnyAnswerIsReadOrRefused(f *testing.F) {
	f.Add(`<services><service><a/></service></services>`)
	f.Add(`[{"a":[1,true,null]}]`)
	f.Fuzz(func(t *testing.T, document string) {
		_, _ = XML([]byte(document))
		_, _ = JSON([]byte(document))
	})
}
