package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
)

// Ask is one call, read and found to be well formed.
type Ask struct {
	*http.Request
	Values url.Values     // of the address, without the language
	Body   map[string]any // of the JSON that was sent
	Sent   []byte         // the JSON itself
	Next   string         // of a list: where the next page begins
	op     *Op
}

// read checks a call against what its operation says.
func (a *API) read(r *http.Request, op *Op) (*Ask, error) {
	q := &Ask{Request: r, op: op}
	for _, gap := range op.gaps() {
		if v := r.PathValue(gap); !plainText(v) || len(v) > 200 {
			return q, fault.New(fault.NotFound, "api.nothing_here")
		}
	}
	var wrong []fault.Field
	if err := q.readAddress(a.shapes, &wrong); err != nil {
		return q, err
	}
	if op.Takes != "" && !strings.HasPrefix(r.Header.Get("Content-Type"), strings.TrimSuffix(op.Takes, "jpeg")) {
		return q, fault.New(fault.NotThisSort, "api.send_this", "which", op.Takes)
	}
	if op.Body != "" {
		if err := q.readBody(); err != nil {
			return q, err
		}
		a.shapes[op.Body].check(q.Body, "", a.shapes, &wrong)
	}
	if len(wrong) > 0 {
		return q, &fault.Fault{Kind: fault.Invalid, Key: "api.not_well_formed", On: wrong}
	}
	return q, nil
}

func (q *Ask) readAddress(shapes map[string]Shape, wrong *[]fault.Field) error {
	values, err := url.ParseQuery(q.URL.RawQuery)
	if err != nil {
		return fault.Wrap(fault.Invalid, err, "api.address_broken")
	}
	delete(values, "lang")
	known := q.op.query()
	for name, all := range values {
		i := slices.IndexFunc(known, func(f Field) bool { return f.Name == name })
		switch {
		case i < 0:
			*wrong = append(*wrong, fault.Field{Name: shownName(name), Key: "api.unknown_parameter"})
		case len(all) > 1:
			*wrong = append(*wrong, fault.Field{Name: name, Key: "api.repeated"})
		case all[0] == "":
			delete(values, name) // as if it were not there
		default:
			known[i].check(typed(known[i].Type, all[0]), name, shapes, wrong)
		}
	}
	for _, f := range known {
		if f.Needed && !values.Has(f.Name) {
			*wrong = append(*wrong, fault.Field{Name: f.Name, Key: "api.needed"})
		}
	}
	q.Values = values
	return nil
}

// typed reads a value of an address as what it should be.
func typed(as, value string) any {
	switch as {
	case "integer", "number":
		return json.Number(i18n.ASCIIDigits(value))
	case "boolean":
		if yes, err := strconv.ParseBool(value); err == nil {
			return yes
		}
	}
	return value
}

// Limit is how much a page of a list holds.
func (q *Ask) Limit() int {
	n, err := strconv.Atoi(i18n.ASCIIDigits(q.Values.Get("limit")))
	if err != nil {
		return usualListed
	}
	return min(max(n, 1), mostListed)
}

func (q *Ask) readBody() error {
	kind, _, err := mime.ParseMediaType(q.Header.Get("Content-Type"))
	if err != nil || kind != "application/json" {
		return fault.New(fault.NotThisSort, "api.send_json")
	}
	if q.Sent, err = io.ReadAll(q.Request.Body); err != nil {
		var big *http.MaxBytesError
		if errors.As(err, &big) {
			return err
		}
		return fault.Wrap(fault.Invalid, err, "api.json_broken")
	}
	in := json.NewDecoder(bytes.NewReader(q.Sent))
	in.UseNumber()
	if err := in.Decode(&q.Body); err != nil || q.Body == nil {
		return fault.Wrap(fault.Invalid, errors.Join(err), "api.json_broken")
	}
	if _, err := in.Token(); !errors.Is(err, io.EOF) {
		return fault.New(fault.Invalid, "api.json_broken")
	}
	return nil
}

// Form gives the fields that were sent as those of a form: texts as they are, yes
// as 1.
func (q *Ask) Form() url.Values {
	form := url.Values{}
	for name, v := range q.Body {
		switch v := v.(type) {
		case string:
			form.Set(name, v)
		case bool:
			if v {
				form.Set(name, "1")
			}
		}
	}
	return form
}

// Texts is a list of texts that was sent.
func (q *Ask) Texts(name string) []string {
	var all []string
	values, _ := q.Body[name].([]any)
	for _, v := range values {
		if s, ok := v.(string); ok {
			all = append(all, s)
		}
	}
	return all
}

// tagOf names one state of what was read, whoever reads it where.
func tagOf(b []byte) string {
	sum := sha256.Sum256(b)
	return `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
}

// Unchanged refuses a change to something that is no longer as the caller saw it.
// Without If-Match the caller does not mind.
func (q *Ask) Unchanged(now []byte) error {
	if wanted := q.Header.Get("If-Match"); wanted == "" || wanted == "*" || names(wanted, tagOf(now)) {
		return nil
	}
	return fault.New(fault.Stale, "api.stale")
}

// names reports whether a header names a tag; a weak one is the same for us.
func names(header, tag string) bool {
	for one := range strings.SplitSeq(header, ",") {
		if strings.TrimPrefix(strings.TrimSpace(one), "W/") == tag {
			return true
		}
	}
	return false
}
