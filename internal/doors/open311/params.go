package open311

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
)

// params are what a caller sent, in the address and in a form alike. Fields we do
// not know are left alone: every client sends some.
type params struct {
	values url.Values
	files  [][]byte
}

const (
	mostFields = 500
	mostField  = 64 << 10 // bytes of one
	mostFiles  = 5
)

// read reads the address and, of a POST, the form.
func read(r *http.Request) (params, error) {
	p := params{values: url.Values{}}
	query, _ := url.ParseQuery(r.URL.RawQuery) // what cannot be read of it is not there
	p.add(query)
	if r.Method != http.MethodPost {
		return p, nil
	}
	if boundary, parts := boundaryOf(r.Header.Get("Content-Type")); parts {
		return p, p.readParts(multipart.NewReader(r.Body, boundary))
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		return p, broken(err)
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return p, broken(err)
	}
	p.add(form)
	return p, nil
}

func (p *params) add(v url.Values) {
	for name, values := range v {
		for _, one := range values {
			if len(p.values) < mostFields || p.values.Has(name) {
				p.values.Add(name, tidy(one))
			}
		}
	}
}

// tidy makes line ends LF and bytes text: XML and JSON then tell the same.
func tidy(s string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n"), replacement)
}

func broken(err error) error {
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		return fault.Wrap(fault.TooLarge, err, "web.too_large")
	}
	return fault.Wrap(fault.Invalid, err, "open311.form_broken")
}

var boundaryForm = regexp.MustCompile(`(?i)boundary\s*=\s*(?:"([^"]*)"|([^;,\s]+))`)

// boundaryOf reads the boundary of a form with files. The usual reader refuses
// "===123===" without quotes, which a whole family of clients sends.
func boundaryOf(kind string) (boundary string, parts bool) {
	if !strings.HasPrefix(strings.ToLower(strings.TrimSpace(kind)), "multipart/form-data") {
		return "", false
	}
	m := boundaryForm.FindStringSubmatch(kind)
	if m == nil {
		return "", true
	}
	boundary = m[1] + m[2]
	if len(boundary) > 200 {
		boundary = ""
	}
	return boundary, true
}

// readParts reads a form with files. Whatever its field is called, a file is a
// photo: media, photo1, file_1.
func (p *params) readParts(parts *multipart.Reader) error {
	for n := 0; ; n++ {
		part, err := parts.NextPart()
		if err == io.EOF { // and nothing around it: a form that broke off wraps it
			return nil
		}
		if err != nil || n > mostFields {
			return broken(err)
		}
		if part.FileName() == "" {
			value, err := io.ReadAll(io.LimitReader(part, mostField))
			if err != nil {
				return broken(err)
			}
			p.add(url.Values{part.FormName(): {string(value)}})
			continue
		}
		var file bytes.Buffer
		if _, err := file.ReadFrom(part); err != nil {
			return broken(err)
		}
		if file.Len() > 0 && len(p.files) < mostFiles {
			p.files = append(p.files, file.Bytes())
		}
	}
}

// get is the first value that says something: an empty parameter is an absent one.
func (p *params) get(name string) string {
	for _, v := range p.values[name] {
		if v = strings.TrimSpace(v); v != "" {
			return v
		}
	}
	return ""
}

// list is a list parted by commas, in one parameter or in several.
func (p *params) list(name string) []string {
	var all []string
	for _, v := range p.values[name] {
		for one := range strings.SplitSeq(v, ",") {
			if one = strings.TrimSpace(one); one != "" && !slices.Contains(all, one) && len(all) < mostListed {
				all = append(all, one)
			}
		}
	}
	return all
}

var withZone = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+\- ]\d\d:?\d\d)$`)

// moment reads a time that names its zone. A plus that arrived as a space, since
// nobody wrote it as %2B, is a plus.
func (p *params) moment(name string) (time.Time, error) {
	v := p.get(name)
	if v == "" {
		return time.Time{}, nil
	}
	return parseMoment(name, v)
}

func parseMoment(name, v string) (time.Time, error) {
	v = strings.ToUpper(i18n.ASCIIDigits(v))
	if withZone.MatchString(v) {
		v = strings.Replace(v, " ", "+", 1)
		for _, form := range []string{"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04Z07:00", "2006-01-02T15:04Z0700"} {
			if t, err := time.Parse(form, v); err == nil && t.Year() > 0 && t.Year() < 10000 {
				return t.UTC(), nil
			}
		}
	}
	return time.Time{}, wrong(name, "open311.moment_wrong")
}

func wrong(name, key string, args ...any) error {
	return fault.Fields(fault.Field{Name: name, Key: key, Args: append([]any{"name", name}, args...)})
}

func tenantOf(s string) city.Tenant { return city.Tenant(s) }
