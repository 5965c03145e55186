package api

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/once"
	"mahalle/internal/platform/web"
)

// base is the address under which the operations stand.
const base = "/api/v1"

// Routes opens the doors, and the pages about them.
func (a *API) Routes(r *web.Router) {
	keeper := &web.Keeper{WhoIs: a.whoIs, Greet: greet}
	for i := range a.ops {
		op := a.ops[i]
		options := []web.Option{web.KeptBy(keeper)}
		if op.Most > 0 {
			options = append(options, web.MostBody(op.Most))
		}
		r.Handle(op.Method+" "+base+op.Path, op.Needs, a.handler(op), options...)
	}
	r.Handle(base+"/", access.Public, a.nowhere, web.KeptBy(keeper))
	r.Handle("GET /api/openapi.json", access.Public, a.description, web.KeptBy(keeper))
	r.Handle("GET /api/docs", access.Public, a.docsPage)
	a.tokenRoutes(r)
}

// greet lets pages of other sites read the answers. They get no session: only a
// key opens to them.
func greet(h http.Header) {
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "ETag, Link, Location, Retry-After, Idempotency-Replayed")
	h.Set("Vary", "Accept-Language, Authorization, Cookie")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
}

// nowhere answers for addresses that lead to no operation, and for browsers that
// ask what they may send.
func (a *API) nowhere(w http.ResponseWriter, r *http.Request) error {
	methods := a.methods(r.URL.Path)
	switch {
	case len(methods) == 0:
		return fault.New(fault.NotFound, "api.nothing_here")
	case r.Method == http.MethodOptions:
		w.Header().Set("Access-Control-Allow-Methods", strings.Join(methods, ", "))
		w.Header().Set("Access-Control-Allow-Headers", "Authorization, Content-Type, Accept-Language, Idempotency-Key, If-Match, If-None-Match")
		w.Header().Set("Access-Control-Max-Age", "86400")
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	w.Header().Set("Allow", strings.Join(methods, ", "))
	return fault.New(fault.NotThisWay, "api.not_this_way", "which", strings.Join(methods, ", "))
}

// methods are those that an address takes.
func (a *API) methods(path string) []string {
	var all []string
	for _, op := range a.ops {
		if fits(op.Path, strings.TrimPrefix(path, base)) && !slices.Contains(all, op.Method) {
			all = append(all, op.Method)
		}
	}
	return all
}

func fits(pattern, path string) bool {
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	return slices.EqualFunc(want, got, func(w, g string) bool { return w == g || strings.HasPrefix(w, "{") && g != "" })
}

func (a *API) handler(op *Op) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := a.allow(w, r); err != nil {
			return err
		}
		q, err := a.read(r, op)
		switch {
		case err != nil:
			return err
		case op.Read != nil:
			return answer(w, q)
		case op.Write != nil:
			return a.change(w, q)
		}
		return op.Raw(w, q)
	}
}

var buffers = sync.Pool{New: func() any { b := make([]byte, 0, 64<<10); return &b }}

// answer writes what was asked for, unless the caller has it already.
func answer(w http.ResponseWriter, q *Ask) error {
	lent := buffers.Get().(*[]byte)
	defer buffers.Put(lent)
	var err error
	if *lent, err = q.op.Read(q.Context(), q, (*lent)[:0]); err != nil {
		return err
	}
	h := w.Header()
	tag := tagOf(*lent)
	h.Set("ETag", tag)
	h.Set("Cache-Control", "private, no-cache")
	if q.Next != "" {
		h.Set("Link", "<"+q.nextPage()+`>; rel="next"`)
	}
	if had := q.Header.Get("If-None-Match"); had != "" && (had == "*" || names(had, tag)) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	return web.JSON(w, q.op.status(), *lent)
}

// nextPage is the address of the list, further on.
func (q *Ask) nextPage() string {
	next := *q.URL
	values := next.Query()
	values.Set("after", q.Next)
	next.RawQuery = values.Encode()
	return next.RequestURI()
}

// kept is the first answer to a key, and what it answered.
type kept struct {
	Sum      string `json:"s"`
	Body     string `json:"b"`
	Location string `json:"l,omitempty"`
	ETag     string `json:"e,omitempty"`
}

// longestKey is how many letters an Idempotency-Key may have.
const longestKey = 200

// change does what was asked, once for each key.
func (a *API) change(w http.ResponseWriter, q *Ask) error {
	key := q.Header.Get("Idempotency-Key")
	if len(key) > longestKey {
		return fault.New(fault.Invalid, "api.key_too_long", "most", longestKey)
	}
	sum := q.sum()
	text, repeated, err := once.Do(q.Context(), a.db, "api "+callerOf(q.Request), key, func(tx *db.Tx) (string, error) {
		done, err := q.op.Write(q.Context(), tx, q, nil)
		if err != nil {
			return "", err
		}
		k, err := json.Marshal(kept{sum, string(done.Body), done.Location, done.ETag})
		return string(k), err
	})
	if err != nil {
		return err
	}
	var k kept
	if err := json.Unmarshal([]byte(text), &k); err != nil {
		return err
	}
	if repeated {
		if k.Sum != sum {
			return fault.New(fault.Invalid, "api.key_used")
		}
		w.Header().Set("Idempotency-Replayed", "true")
	}
	return k.tell(w, q.op.status())
}

func (k kept) tell(w http.ResponseWriter, status int) error {
	if k.Location != "" {
		w.Header().Set("Location", base+k.Location)
	}
	if k.ETag != "" {
		w.Header().Set("ETag", k.ETag)
	}
	return web.JSON(w, status, []byte(k.Body))
}

// sum tells one change from another that comes with the same key.
func (q *Ask) sum() string {
	sum := sha256.New()
	for _, part := range []string{q.Method, q.URL.Path, string(q.Sent)} {
		sum.Write(append([]byte(part), 0))
	}
	return base64.RawURLEncoding.EncodeToString(sum.Sum(nil)[:16])
}

// callerOf is the token, session or address that calls.
func callerOf(r *http.Request) string {
	if a := access.From(r.Context()); a.Session != "" {
		return a.Session
	}
	return address(r)
}
