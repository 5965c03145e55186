package web

import (
	"context"
	"net/http"
	"sort"
	"strings"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
)

// Handler answers one request of a browser or a program, or says why not.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Router is the list of doors and what each one needs.
type Router struct {
	// Cities finds the city behind a host name.
	Cities func(host string) (*tenant.City, bool)
	// Catalog holds every sentence.
	Catalog *i18n.Catalog
	// WhoIs finds who holds a session; nobody is an actor of kind Resident.
	WhoIs func(ctx context.Context, token string) (access.Actor, error)
	// Frame is what surrounds a page.
	Frame func(r *http.Request) ui.Frame
	// SignInPath is where somebody is sent who must first say who they are.
	SignInPath string

	mux    http.ServeMux
	routes []Route
	guard  *http.CrossOriginProtection
	meters *meters
}

// Route is one door, as it stands in the golden file.
type Route struct {
	Pattern string
	Needs   access.Permission
}

// Option changes what is usual for a door.
type Option func(*door)

// MostBody lets more bytes through than the usual 128 KB.
func MostBody(bytes int64) Option { return func(d *door) { d.most = bytes } }

// ForPrograms marks a door that other systems use: its refusals are JSON, and a
// visitor who is not signed in is told so and not led to the sign-in page.
func ForPrograms(d *door) { d.programs = true }

// AnyHost opens a door under names that lead to no city too: its handler finds the
// city, and enters it with Router.Enter.
func AnyHost(d *door) { d.anyHost = true }

// RefuseBy lets a door say no in the words of its own protocol. What is ours to
// fix is logged before.
func RefuseBy(say func(w http.ResponseWriter, r *http.Request, err error)) Option {
	return func(d *door) { d.say = say }
}

// Keeper stands at the doors that other systems use. It knows their keys, and a
// call that brings one is nobody's session: browsers never send a key unasked, so
// such a call may come from any site.
type Keeper struct {
	// WhoIs finds who brings a key; came is false when no key came along.
	WhoIs func(r *http.Request) (a access.Actor, came bool, err error)
	// Greet sets what every answer carries, a refusal too.
	Greet func(h http.Header)
}

// KeptBy puts a keeper at a door. Its refusals are problem details (RFC 9457) in
// the language that the call asks for.
func KeptBy(k *Keeper) Option { return func(d *door) { d.keeper = k } }

type door struct {
	keeper   *Keeper
	router   *Router
	pattern  string
	needs    access.Permission
	handler  Handler
	most     int64
	programs bool
	anyHost  bool
	say      func(w http.ResponseWriter, r *http.Request, err error)
	meter    *meter
}

// Handle opens a door that needs a permission.
func (rt *Router) Handle(pattern string, needs access.Permission, h Handler, options ...Option) {
	if needs == "" {
		panic("web: the route " + pattern + " names no permission")
	}
	if rt.meters == nil {
		rt.meters = newMeters()
		rt.guard = http.NewCrossOriginProtection()
	}
	d := &door{router: rt, pattern: pattern, needs: needs, handler: h, most: 128 << 10, meter: rt.meters.of(pattern)}
	for _, o := range options {
		o(d)
	}
	rt.routes = append(rt.routes, Route{pattern, needs})
	rt.mux.Handle(pattern, d)
}

// Plain opens a door that asks nobody anything and serves no city: health,
// figures for the operator, files of the design.
func (rt *Router) Plain(pattern string, h http.Handler) {
	rt.routes = append(rt.routes, Route{pattern, access.Public})
	rt.mux.Handle(pattern, h)
}

// Routes lists the doors by pattern.
func (rt *Router) Routes() []Route {
	all := append([]Route(nil), rt.routes...)
	sort.Slice(all, func(i, j int) bool {
		return path(all[i].Pattern)+all[i].Pattern < path(all[j].Pattern)+all[j].Pattern
	})
	return all
}

func path(pattern string) string {
	if _, p, ok := strings.Cut(pattern, " "); ok {
		return p
	}
	return pattern
}

// ServeHTTP lets a visitor in.
func (rt *Router) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h, pattern := rt.mux.Handler(r); pattern == "" {
		rt.nowhere(w, r, h)
		return
	}
	rt.mux.ServeHTTP(w, r)
}

// nowhere answers for addresses that lead to no door, and for doors that do not
// open this way. The mux knows which of the two it is.
func (rt *Router) nowhere(w http.ResponseWriter, r *http.Request, mux http.Handler) {
	said := listening{header: http.Header{}}
	mux.ServeHTTP(&said, r)
	err := fault.New(fault.NotFound, "web.not_found")
	if said.status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", said.header.Get("Allow"))
		err = fault.New(fault.NotThisWay, "web.not_this_way")
	}
	d := &door{router: rt, pattern: "nowhere", needs: access.Public, most: 1 << 10, meter: rt.meters.of("nowhere"),
		handler: func(http.ResponseWriter, *http.Request) error { return err }}
	d.ServeHTTP(w, r)
}

// listening hears what the mux would have answered.
type listening struct {
	header http.Header
	status int
}

func (l *listening) Header() http.Header         { return l.header }
func (l *listening) Write(b []byte) (int, error) { return len(b), nil }
func (l *listening) WriteHeader(status int)      { l.status = status }
