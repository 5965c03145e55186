package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// When a form could not be kept, the page that says so is that form again: what
// was typed can be read and changed, everything else travels along unseen, the
// form's key too. Sending it once more is the same act and not a second one.

// kept is one field of such a form.
type kept struct {
	name, value string
	typed       bool // somebody's own words, to be shown
}

const (
	mostKept      = 200
	mostKeptBytes = 64 << 10 // of one field
)

// keptOf lists the fields that were sent, in the order of their names. A form
// with a password gives nothing back.
func keptOf(r *http.Request) []kept {
	form := sent(r)
	if r.Method != http.MethodPost || form.Has("password") {
		return nil
	}
	var all []kept
	for name, values := range form {
		for _, v := range values {
			if len(v) > 0 && len(v) <= mostKeptBytes {
				all = append(all, kept{name, v, strings.ContainsAny(strings.TrimSpace(v), " \n")})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b kept) int { return strings.Compare(a.name, b.name) })
	return all[:min(len(all), mostKept)]
}

// sent is the form as the handler read it, or, if it never came so far, as it
// lies in the body.
func sent(r *http.Request) url.Values {
	if r.PostForm != nil {
		return r.PostForm
	}
	parts, err := r.MultipartReader()
	if errors.Is(err, http.ErrNotMultipart) {
		_ = r.ParseForm() // what cannot be read is not shown again
		return r.PostForm
	}
	if err != nil {
		return nil
	}
	return fieldsOf(parts)
}

// fieldsOf reads the fields of a form and leaves its files.
func fieldsOf(parts *multipart.Reader) url.Values {
	form := url.Values{}
	for {
		part, err := parts.NextPart()
		if err != nil {
			return form
		}
		if part.FileName() != "" {
			continue
		}
		if value, err := io.ReadAll(io.LimitReader(part, mostKeptBytes)); err == nil {
			form.Add(part.FormName(), string(value))
		}
	}
}
