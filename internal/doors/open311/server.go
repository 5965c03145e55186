package open311

import (
	"context"
	"embed"
	"net/http"
	"strconv"
	"strings"

	"mahalle/internal/doors"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/files"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/outward"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/web"
)

// Locales holds the sentences of this door.
//
//go:embed locales
var Locales embed.FS

// Server is the door.
type Server struct {
	db       *db.DB
	partners *doors.Partners
	files    files.Store
	enter    func(r *http.Request, c *tenant.City) *http.Request
	photos   outward.Options
	fetch    *http.Client
	needs    Needs
	known    catalogues
}

// New makes the door. Photos that a report names by an address are fetched from
// public machines, and from those the operator allows.
func New(d *db.DB, p *doors.Partners, store files.Store, allow outward.Allowed) *Server {
	o := outward.Options{Allow: allow, Plain: true, Most: mostPhoto, Redirects: 3}
	return &Server{db: d, partners: p, files: store, photos: o, fetch: outward.Client(o)}
}

// Join tells the door who answers its needs.
func (s *Server) Join(n Needs) { s.needs = n }

const errand = "open311: fetch a photo"

// Register lets the runner fetch the photos that reports name.
func (s *Server) Register(r *jobs.Runner) { r.SendLong(errand, s.fetchPhoto) }

const (
	root       = "/open311"
	base       = root + "/v2"
	mostUpload = 32 << 20 // bytes of a whole form with photos
)

var formats = []string{".xml", ".json"}

// Routes opens the addresses of the specification, in both formats.
func (s *Server) Routes(r *web.Router) {
	s.enter = r.Enter
	get := func(path string, do func(*call) error) { s.open(r, "GET "+path, do) }
	post := func(path string, do func(*call) error) { s.open(r, "POST "+path, do) }
	for _, f := range formats {
		get(root+"/discovery"+f, s.discovery)
		get(base+"/services"+f, s.services)
		get(base+"/requests"+f, s.list)
		post(base+"/requests"+f, s.report)
		get(base+"/servicerequestupdates"+f, s.updates)
		post(base+"/servicerequestupdates"+f, s.update)
	}
	get(base+"/services/{name}", s.definition)
	get(base+"/requests/{name}", s.one)
	get(base+"/tokens/{name}", s.token)
	for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} {
		s.open(r, method+" "+root+"/{rest...}", nowhere)
	}
}

func (s *Server) open(r *web.Router, pattern string, do func(*call) error) {
	act := actOf(pattern)
	r.Handle(pattern, access.Public, func(w http.ResponseWriter, r *http.Request) error { return s.answer(w, r, act, do) },
		web.ForPrograms, web.AnyHost, web.MostBody(mostUpload), web.RefuseBy(refuse))
}

// actOf is what a call does, as the ledger says it: GET requests.
func actOf(pattern string) string {
	act := strings.Replace(strings.Replace(pattern, base+"/", "", 1), root+"/", "", 1)
	for _, f := range formats {
		act = strings.TrimSuffix(act, f)
	}
	return strings.Replace(act, "{name}", "ID", 1)
}

// call is one call of another system.
type call struct {
	ctx     context.Context
	w       http.ResponseWriter
	r       *http.Request
	params  params
	partner doors.Partner // the zero one without a key
	keyed   bool
	about   string // what the ledger says it was about
}

// json reports whether the answer is JSON: the path says so, not a header.
func isJSON(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, ".json") }

// answer finds out whose city and who calls, lets the call be answered, and
// notes it.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, act string, do func(*call) error) error {
	begun := clock.Now(r.Context())
	c := &call{ctx: r.Context(), w: w, r: r}
	err := s.prepared(c, do)
	if db.TenantFrom(c.ctx) != "" && (c.keyed || fault.KindOf(err) == fault.Forbidden) {
		s.note(c, act, begun, err)
	}
	if err != nil {
		refuse(w, c.r, err)
		if fault.KindOf(err) == fault.Internal || fault.KindOf(err) == fault.Unavailable {
			return err // is logged at the door; what was answered stands
		}
	}
	return nil
}

func (s *Server) prepared(c *call, do func(*call) error) error {
	var err error
	if c.params, err = read(c.r); err != nil {
		return err
	}
	if err := s.jurisdiction(c); err != nil {
		return err
	}
	if key := c.params.get("api_key"); key != "" {
		if c.partner, err = s.partners.ByKey(c.ctx, key); err != nil {
			return err
		}
		c.keyed = true
		if err := s.partners.Allow(c.ctx, c.partner); err != nil {
			return err
		}
	}
	return do(c)
}

// needsRight is the key that writing needs.
func (c *call) needsRight(r doors.Right) error {
	switch {
	case !c.keyed:
		return fault.New(fault.Forbidden, "doors.key_missing")
	case !c.partner.May(r):
		return fault.New(fault.Forbidden, "doors.right_missing")
	}
	return nil
}

// jurisdiction finds the city: the one of the host, or where the host is
// nobody's, the one that is named. What is named must be the city that answers.
func (s *Server) jurisdiction(c *call) error {
	own := tenant.From(c.ctx)
	named := c.params.get("jurisdiction_id")
	if named == "" {
		if own.ID == "" {
			return fault.New(fault.Invalid, "open311.jurisdiction_missing")
		}
		return nil
	}
	found, known := s.needs.CityByID(tenantOf(named))
	if !known && strings.Contains(named, ".") {
		found, known = s.needs.CityByHost(named)
	}
	if !known || own.ID != "" && own.ID != found.ID {
		return fault.New(fault.NotFound, "open311.jurisdiction_unknown")
	}
	if own.ID == "" {
		c.r = s.enter(c.r, found)
		c.ctx = c.r.Context()
	}
	return nil
}

// note writes the call into the partner's ledger.
func (s *Server) note(c *call, act string, begun timeOf, err error) {
	now := clock.Now(c.ctx)
	n := doors.Call{Partner: c.partner.ID, At: now, Door: "open311", Act: act, About: c.about, Status: statusOf(err), Took: now.Sub(begun)}
	if f, ok := fault.Of(err); ok && len(f.On) > 0 {
		n.Why, n.About = f.On[0].Key, strings.TrimPrefix(f.On[0].Name, "a-")
	} else if ok {
		n.Why = f.Key
	}
	s.partners.Note(c.ctx, n)
}

// send writes a document that was answered well.
func (c *call) send(t *tree) error {
	defer t.give()
	h := c.w.Header()
	h.Set("Vary", "Accept-Language")
	write(c.w, c.r, http.StatusOK, t)
	return nil
}

func write(w http.ResponseWriter, r *http.Request, status int, t *tree) {
	h := w.Header()
	if t.json {
		h.Set("Content-Type", "application/json; charset=utf-8")
	} else {
		h.Set("Content-Type", "text/xml; charset=utf-8")
	}
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		h.Set("Access-Control-Allow-Origin", "*") // pages of others may read what is public
	}
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", strconv.Itoa(len(t.b)))
	w.WriteHeader(status)
	_, _ = w.Write(t.b) // a caller who left hears nothing
}

// tell starts a document in the format that was asked for.
func (c *call) tree() *tree { return fresh(isJSON(c.r)) }

// locale is the language that was asked for.
func (c *call) locale() i18n.Locale { return i18n.From(c.ctx) }
