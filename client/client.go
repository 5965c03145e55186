// Package client lets a Go program do what people do on the pages of a city that
// runs Mahalle.
//
//	c := client.Client{Base: "https://manisa.example", Token: os.Getenv("TOKEN"), Lang: "en"}
//	opened, err := c.OpenRequest(ctx, client.NewRequest{Subject: "YL01", Description: "…", District: "turgutlu"}, client.Key("call-4711"))
//
// Every refusal of the city is a *Problem. The operations and what they take and
// give are written by go generate from the city's own OpenAPI description.
package client

//go:generate go run ./generate

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// Client calls one city. Its zero value but for Base is somebody without a name.
type Client struct {
	Base  string       // https://manisa.example
	Token string       // made on the account page of whoever the program works for
	Lang  string       // tr, fa or en: in which refusals and histories are said; empty: the city's own
	HTTP  *http.Client // nil: http.DefaultClient
}

// Option changes one call.
type Option func(*call)

type call struct {
	header http.Header
	meta   *Meta
}

// Key makes a repeated call harmless: the same key gets the first answer again.
func Key(key string) Option { return func(c *call) { c.header.Set("Idempotency-Key", key) } }

// If does it only if what was read with that ETag is still so; otherwise the
// problem has the status 412.
func If(etag string) Option { return func(c *call) { c.header.Set("If-Match", etag) } }

// Tell fills in what the answer carries besides its body.
func Tell(m *Meta) Option { return func(c *call) { c.meta = m } }

// Meta is what an answer carries besides its body.
type Meta struct {
	ETag     string
	Location string // of what was made
	Replayed bool   // the first answer to a key, once more
}

// Error is the sentence a person would read.
func (p *Problem) Error() string {
	if len(p.Errors) == 0 {
		return p.Detail
	}
	said := make([]string, len(p.Errors))
	for i, e := range p.Errors {
		said[i] = e.Field + ": " + e.Detail
	}
	return p.Detail + " (" + strings.Join(said, "; ") + ")"
}

// Is reports that the city refused for the reason of that name: requests.not_found.
func Is(err error, name string) bool {
	var p *Problem
	return errors.As(err, &p) && p.Type == "urn:mahalle:"+name
}

// mostAnswer is how many bytes of an answer are read.
const mostAnswer = 64 << 20

// send calls, and gives the body of an answer that went well.
func (c *Client) send(ctx context.Context, method, path string, query url.Values, media string, body io.Reader, options []Option) ([]byte, error) {
	to := strings.TrimSuffix(c.Base, "/") + "/api/v1" + path
	if len(query) > 0 {
		to += "?" + query.Encode()
	}
	r, err := http.NewRequestWithContext(ctx, method, to, body)
	if err != nil {
		return nil, err
	}
	one := call{header: r.Header}
	for name, value := range map[string]string{"Content-Type": media, "Accept-Language": c.Lang} {
		if value != "" {
			r.Header.Set(name, value)
		}
	}
	if c.Token != "" {
		r.Header.Set("Authorization", "Bearer "+c.Token)
	}
	for _, o := range options {
		o(&one)
	}
	return c.read(r, one.meta)
}

func (c *Client) read(r *http.Request, meta *Meta) ([]byte, error) {
	web := c.HTTP
	if web == nil {
		web = http.DefaultClient
	}
	answer, err := web.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }() // it was only read
	said, err := io.ReadAll(io.LimitReader(answer.Body, mostAnswer))
	if err != nil {
		return nil, err
	}
	if answer.StatusCode >= 300 {
		return nil, problemOf(answer, said)
	}
	if meta != nil {
		h := answer.Header
		*meta = Meta{ETag: h.Get("ETag"), Location: h.Get("Location"), Replayed: h.Get("Idempotency-Replayed") == "true"}
	}
	return said, nil
}

// problemOf reads a refusal; one that is none of the city's own, such as a
// proxy's, says only its status.
func problemOf(answer *http.Response, said []byte) error {
	p := &Problem{}
	if json.Unmarshal(said, p) != nil || p.Status == 0 {
		return &Problem{Status: answer.StatusCode, Title: answer.Status, Detail: answer.Status}
	}
	return p
}

// ask sends JSON and reads JSON.
func ask[T any](ctx context.Context, c *Client, method, path string, query url.Values, body any, options []Option) (T, error) {
	var given T
	var sent io.Reader
	media := ""
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return given, err
		}
		sent, media = bytes.NewReader(text), "application/json"
	}
	said, err := c.send(ctx, method, path, query, media, sent, options)
	if err != nil {
		return given, err
	}
	if err := json.Unmarshal(said, &given); err != nil {
		return given, fmt.Errorf("client: %s %s was answered with something else: %w", method, path, err)
	}
	return given, nil
}

// with adds a parameter that was given.
func with[T comparable](q url.Values, name string, v T) {
	var none T
	if v != none {
		q.Set(name, fmt.Sprint(v))
	}
}

// askWith sends a file and reads JSON.
func askWith[T any](ctx context.Context, c *Client, method, path, media string, file io.Reader, options []Option) (T, error) {
	var given T
	said, err := c.send(ctx, method, path, nil, media, file, options)
	if err == nil {
		err = json.Unmarshal(said, &given)
	}
	return given, err
}
