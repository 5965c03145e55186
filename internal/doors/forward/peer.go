package forward

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"

	"mahalle/internal/platform/outward"
)

// peer is the other side, as one talks to it.
type peer struct {
	client *http.Client
	base   string
	format string
	place  string // jurisdiction
	key    string
}

// trouble is why a call came to nothing.
type trouble struct {
	why    string // key of a sentence
	status int    // as HTTP says it; 0: no answer
	said   string // their own words
	lost   bool   // it may have been taken all the same
}

// Error is for the log.
func (t *trouble) Error() string {
	return fmt.Sprintf("forward: %s (status %d)", t.why, t.status)
}

// ours: the body itself refused what was sent, and would again.
func (t *trouble) refusal() bool {
	switch t.status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusRequestTimeout, http.StatusTooManyRequests:
		return false
	}
	return t.status >= 400 && t.status < 500
}

// troubleOf makes one of any error.
func troubleOf(err error) *trouble {
	var t *trouble
	if errors.As(err, &t) {
		return t
	}
	return unreached(err)
}

// unreached is a call without an answer. Where it cannot have arrived, it is not
// lost.
func unreached(err error) *trouble {
	t := &trouble{why: outward.Why(err), lost: true}
	switch t.why {
	case "outward.inside", "outward.address", "outward.redirect", "outward.no_such_name", "outward.certificate":
		t.lost = false
	}
	return t
}

// get asks; the answer is one of Open311.
func (p peer) get(ctx context.Context, path string, with url.Values) (*node, error) {
	if with == nil {
		with = url.Values{}
	}
	if p.place != "" {
		with.Set("jurisdiction_id", p.place)
	}
	if p.key != "" {
		with.Set("api_key", p.key)
	}
	at := p.base + path + "." + p.format
	if len(with) > 0 {
		at += "?" + with.Encode()
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, at, nil)
	if err != nil {
		return nil, &trouble{why: "outward.address"}
	}
	return p.do(r)
}

// post sends a form, with pictures where there are some.
func (p peer) post(ctx context.Context, path string, form url.Values, pictures [][]byte, name string) (*node, error) {
	body, kind, err := written(form, pictures)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.base+path+"."+p.format, body)
	if err != nil {
		return nil, &trouble{why: "outward.address"}
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Idempotency-Key", name)
	return p.do(r)
}

func written(form url.Values, pictures [][]byte) (body io.Reader, kind string, err error) {
	if len(pictures) == 0 {
		return strings.NewReader(form.Encode()), "application/x-www-form-urlencoded; charset=utf-8", nil
	}
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, values := range form {
		for _, v := range values {
			err = errors.Join(err, w.WriteField(name, v))
		}
	}
	for i, picture := range pictures {
		part, e := w.CreateFormFile("media", fmt.Sprintf("photo%d.jpg", i+1))
		if e == nil {
			_, e = part.Write(picture)
		}
		err = errors.Join(err, e)
	}
	return &b, w.FormDataContentType(), errors.Join(err, w.Close())
}

func (p peer) do(r *http.Request) (*node, error) {
	r.Header.Set("User-Agent", "Mahalle-Open311/1")
	r.Header.Set("Accept", map[string]string{"json": "application/json", "xml": "text/xml"}[p.format])
	answer, err := p.client.Do(r)
	if err != nil {
		return nil, unreached(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, unreached(err)
	}
	_, params, _ := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	n, err := parse(body, params["charset"])
	if answer.StatusCode >= 300 {
		return nil, refusedWith(answer.StatusCode, n)
	}
	if err != nil || !n.proper() {
		return nil, &trouble{why: "forward.why_garbage", status: answer.StatusCode, lost: true}
	}
	return n, nil
}

func refusedWith(status int, n *node) *trouble {
	t := &trouble{why: "forward.why_refused", status: status}
	if n != nil {
		t.said = n.complaint()
	}
	switch {
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		t.why = "forward.why_key"
	case status < 400:
		t.why = "outward.redirect"
	case status >= 500 || !t.refusal():
		t.why, t.lost = "forward.why_down", status >= 500
	}
	return t
}
