package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"

	"mahalle/internal/agencies"
	"mahalle/internal/citypack"
	"mahalle/internal/doors"
	"mahalle/internal/doors/api"
	"mahalle/internal/doors/feeds"
	"mahalle/internal/doors/forward"
	"mahalle/internal/doors/hooks"
	"mahalle/internal/doors/open311"
	"mahalle/internal/hours"
	"mahalle/internal/insight"
	"mahalle/internal/journal"
	"mahalle/internal/mailroom"
	"mahalle/internal/messages"
	"mahalle/internal/mornings"
	"mahalle/internal/office"
	"mahalle/internal/places"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/ask"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/files"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/mail"
	"mahalle/internal/platform/once"
	"mahalle/internal/platform/outward"
	"mahalle/internal/platform/phone"
	"mahalle/internal/platform/seal"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
	"mahalle/internal/portal"
	"mahalle/internal/portal/widget"
	"mahalle/internal/privacy"
	"mahalle/internal/promises"
	"mahalle/internal/questions"
	"mahalle/internal/requests"
	"mahalle/internal/routing"
)

// Options is what an operator chooses. The zero value of each works.
type Options struct {
	DB     string // sqlite:PATH or postgres://…; empty: mahalle.db in Folder
	Folder string // where files are kept; empty: ./mahalle-data
	Mail   string // smtp://user:pass@host:port?from=…; empty: no letters are sent, and the ledger says so
	Box    string // imaps://user:pass@host/INBOX …; several are parted by spaces; empty: letters come on paper only
	Inside string // hosts and networks of the city's own that calls may go to, see outward.ParseAllowed; empty: public addresses only
	URL    string // the installation's own address, for links in letters; empty: http://localhost:8080
}

// App is the whole program.
type App struct {
	DB        *db.DB
	Cities    *tenant.Directory
	Journal   *journal.Journal
	Ledger    *promises.Ledger
	Runner    *jobs.Runner
	Catalog   *i18n.Catalog
	Router    *web.Router
	Office    *office.Service
	Places    *places.Service
	Routing   *routing.Service
	Questions *questions.Service
	Requests  *requests.Service
	Insight   *insight.Service
	Hours     *hours.Service
	Privacy   *privacy.Service
	Mornings  *mornings.Service
	Messages  *messages.Service
	Portal    *portal.Service
	Mailroom  *mailroom.Service
	Agencies  *agencies.Service
	Partners  *doors.Partners
	Open311   *open311.Server
	Hooks     *hooks.Service
	Programs  *api.API
	Feeds     *feeds.Service
	Forward   *forward.Service

	url   string
	calls outward.Allowed // beyond public addresses
	files *files.Folder
	log   *slog.Logger
	ready atomic.Bool
	packs map[string]*citypack.Pack // of demonstrations, for their words
}

// Schemas lists what each part keeps in the database, kernels first.
var Schemas = []db.Schema{
	tenant.Schema, jobs.Schema, once.Schema, journal.Schema, promises.Schema,
	privacy.Schema,
	office.Schema, places.Schema, routing.Schema, questions.Schema, requests.Schema, insight.Schema, messages.Schema, mailroom.Schema, agencies.Schema, doors.Schema,
}

// Open opens the database, brings it up to this program, and joins the parts.
func Open(ctx context.Context, o Options) (*App, error) {
	o = o.orUsual()
	if err := os.MkdirAll(o.Folder, 0o750); err != nil {
		return nil, err
	}
	d, err := db.Open(o.DB)
	if err != nil {
		return nil, err
	}
	ring, err := seal.Open(o.Folder)
	if err != nil {
		return nil, errors.Join(err, d.Close())
	}
	store, err := files.OpenFolder(filepath.Join(o.Folder, "files"))
	if err != nil {
		return nil, errors.Join(err, d.Close())
	}
	a, err := build(ctx, d, store, ring, o)
	if err != nil {
		return nil, errors.Join(err, store.Close(), d.Close())
	}
	return a, nil
}

func (o Options) orUsual() Options {
	if o.Folder == "" {
		o.Folder = "mahalle-data"
	}
	if o.URL == "" {
		o.URL = "http://localhost:8080"
	}
	if o.DB == "" {
		o.DB = "sqlite:" + filepath.Join(o.Folder, "mahalle.db")
	}
	return o
}

func build(ctx context.Context, d *db.DB, store *files.Folder, ring seal.Seal, o Options) (*App, error) {
	if err := d.Migrate(ctx, Schemas...); err != nil {
		return nil, err
	}
	catalog, err := Sentences()
	if err != nil {
		return nil, err
	}
	sender, err := mail.NewSender(o.Mail)
	if err != nil {
		return nil, err
	}
	boxes, err := mailroom.ParseBoxes(o.Box)
	if err != nil {
		return nil, err
	}
	inside, err := outward.ParseAllowed(o.Inside)
	if err != nil {
		return nil, err
	}
	a := &App{DB: d, Catalog: catalog, calls: inside, url: strings.TrimSuffix(o.URL, "/"), files: store, log: slog.Default(), packs: map[string]*citypack.Pack{}}
	a.Cities = tenant.NewDirectory(d)
	a.Journal = journal.New()
	a.Ledger = promises.New(d, a.Journal)
	a.Office = office.New(d, a.Journal)
	a.Places = places.New(d)
	a.Routing = routing.New(d, a.Journal)
	a.Questions = questions.New(d, a.Journal)
	a.Requests = requests.NewService(d, a.Journal, a.Ledger, store, ring)
	a.Messages = messages.New(d, catalog, sender)
	a.Mailroom = mailroom.New(d, a.Journal, catalog, sender, store, ring, boxes)
	a.Agencies = agencies.New(d, a.Journal, catalog, sender, store, ring)
	a.Partners = doors.NewPartners(d, a.Journal)
	a.Open311 = open311.New(d, a.Partners, store, a.calls)
	a.Feeds = feeds.New(d, a.Journal, ring)
	a.Hooks = hooks.New(d, a.Journal, ring, inside)
	a.Forward = forward.New(d, a.Journal, catalog, ring, store, inside)
	a.Insight = insight.New(d, a.figuresNeed())
	a.Hours = hours.New(d, a.Ledger)
	a.Privacy = privacy.New(d, a.Journal, store, ring, privacy.OpenBook(o.Folder))
	a.Mornings = mornings.New(d, a.Ledger, catalog, sender)
	a.Portal = portal.New(a.portalNeeds())
	a.Runner = &jobs.Runner{DB: d, Cities: a.Cities.All}
	a.Programs = a.programs()
	a.bridges()
	a.flows()
	a.work()
	a.routes()
	if err := a.load(ctx); err != nil {
		return nil, fmt.Errorf("loading the cities: %w", err)
	}
	if err := a.forgetAgain(ctx); err != nil {
		return nil, fmt.Errorf("erasing again who was forgotten: %w", err)
	}
	return a, nil
}

// Sentences gathers what every part has to say, in three languages.
func Sentences() (*i18n.Catalog, error) {
	return i18n.NewCatalog(ui.Locales, web.Locales, db.Locales, files.Locales, mail.Locales, outward.Locales, phone.Locales, calendar.Locales, ask.Locales,
		privacy.Locales,
		promises.Locales, office.Locales, places.Locales, routing.Locales, questions.Locales, requests.Locales, insight.Locales, hours.Locales, mornings.Locales, messages.Locales, mailroom.Locales, agencies.Locales, doors.Locales, open311.Locales, hooks.Locales, forward.Locales, api.Locales, feeds.Locales, portal.Locales, widget.Locales, Locales)
}

// work says who does which jobs.
func (a *App) work() {
	a.Journal.Register(a.Runner)
	a.Ledger.Register(a.Runner)
	a.Office.Register(a.Runner)
	a.Privacy.Register(a.Runner)
	a.registerUnnamed()
	a.Routing.Register(a.Runner)
	a.Requests.Register(a.Runner)
	a.Insight.Register(a.Runner)
	a.Messages.Register(a.Runner)
	a.Mornings.Register(a.Runner)
	a.Mailroom.Register(a.Runner)
	a.Agencies.Register(a.Runner)
	a.Open311.Register(a.Runner)
	a.Hooks.Register(a.Runner)
	a.Forward.Register(a.Runner)
	once.Register(a.Runner)
}

// routes opens every door of the house.
func (a *App) routes() {
	a.Router = &web.Router{Cities: a.Cities.ByHost, Catalog: a.Catalog, WhoIs: a.Office.WhoIs, Frame: a.frame, SignInPath: "/staff/sign-in"}
	r := a.Router
	a.Office.Routes(r)
	a.Privacy.Routes(r)
	a.Places.Routes(r)
	a.Routing.Routes(r)
	a.Questions.Routes(r)
	a.Requests.Routes(r)
	a.Insight.Routes(r)
	a.Hours.Routes(r)
	a.Messages.Routes(r)
	a.Mailroom.Routes(r)
	a.Agencies.Routes(r)
	a.Partners.Routes(r)
	a.Open311.Routes(r)
	a.Hooks.Routes(r)
	a.Programs.Routes(r)
	a.Feeds.Routes(r)
	a.Forward.Routes(r)
	a.Portal.Routes(r)
	widget.New(a.widgetNeeds()).Routes(r)
	a.demoRoutes(r)
	r.Handle("GET /staff", access.SignedIn, a.Insight.Start)
	r.Handle("GET /styleguide", access.Public, a.styleguide)
	r.Plain("GET /static/", ui.Static())
	r.Plain("GET /healthz", http.HandlerFunc(a.alive))
	r.Plain("GET /readyz", http.HandlerFunc(a.isReady))
	r.Plain("GET /metrics", r.Meters())
	r.Measure(jobFigures{a})
	r.Measure(mailFigures{a})
}

func (a *App) styleguide(w http.ResponseWriter, r *http.Request) error {
	return web.Page(w, r, http.StatusOK, ui.Styleguide())
}

// Close closes files and database; writes in hand are finished first.
func (a *App) Close() error { return errors.Join(a.DB.Close(), a.files.Close()) }
