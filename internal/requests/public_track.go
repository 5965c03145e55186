package requests

import (
	"context"
	"net/http"
	"slices"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/journal"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
	"mahalle/internal/promises"
)

func (s *Service) trackRoutes(r *web.Router) {
	r.Handle("GET /r", access.Public, s.lookUp)
	r.Handle("POST /r", access.Public, s.lookUp)
	r.Handle("GET /r/{number}", access.Public, s.track)
	r.Handle("POST /r/{number}/join", access.Public, s.join)
	r.Handle("POST /r/{number}/write", access.Public, s.write, web.MostBody(mostUpload))
	r.Handle("GET /r/{number}/verify", access.Public, s.verify)
	r.Handle("POST /r/{number}/verify", access.Public, s.verified)
	r.Handle("GET /r/{number}/photo/{id}", access.Public, s.photo)
	r.Handle("GET /r/{number}/photo/{id}/small", access.Public, s.photoSmall)
}

// lookUp leads to a request by its number, however it was typed. A slip is told
// beside the field.
func (s *Service) lookUp(w http.ResponseWriter, r *http.Request) error {
	typed := r.FormValue("number")
	if typed == "" {
		return web.Page(w, r, http.StatusOK, lookUpPage("", ""))
	}
	number, err := ParseNumber(typed)
	if err != nil {
		return web.Page(w, r, http.StatusNotFound, lookUpPage(typed, sayOf(r, err)))
	}
	return web.Go(w, r, "/r/"+number)
}

// numbered reads the number in the address. One that is written otherwise leads
// to the address it means.
func numbered(w http.ResponseWriter, r *http.Request) (number string, elsewhere bool, err error) {
	typed := r.PathValue("number")
	number, err = ParseNumber(typed)
	if err == nil && number != typed && r.Method == http.MethodGet {
		u := *r.URL
		u.Path = "/r/" + number
		return number, true, web.Go(w, r, u.RequestURI())
	}
	return number, false, err
}

// track is the page of one request: what happens next, by when, who has it, and
// what has happened.
func (s *Service) track(w http.ResponseWriter, r *http.Request) error {
	number, elsewhere, err := numbered(w, r)
	if elsewhere {
		return err
	}
	if err != nil {
		return web.Page(w, r, http.StatusNotFound, lookUpPage(r.PathValue("number"), sayOf(r, err)))
	}
	q := s.db.Read(r.Context())
	one, err := byNumber(r.Context(), q, number)
	if err != nil {
		return s.notThere(w, r, number, err)
	}
	if k := r.URL.Query().Get("k"); k != "" {
		return s.takeOwn(w, r, &one, k)
	}
	p, err := s.trackView(r, q, &one)
	if err != nil {
		return err
	}
	return web.Page(w, r, http.StatusOK, p.page())
}

// takeOwn remembers the key of the resident's own link and takes it out of the
// address.
func (s *Service) takeOwn(w http.ResponseWriter, r *http.Request, one *Request, k string) error {
	if one.isOwn(k) {
		keepOwn(w, r, one.Number, k)
	} else {
		web.Flash(w, "", "requests.link_incomplete")
	}
	return web.Go(w, r, "/r/"+one.Number)
}

// trackPage is everything the page says.
type trackPage struct {
	r        Request
	own      bool
	seen     bool // the visitor may see more than where it stands
	joined   bool
	now      time.Time
	city     *tenant.City
	subject  string
	place    string
	unit     string
	since    time.Time
	post     string
	progress progress // of the parts
	goesOn   *Request // where it goes on, if it was merged
	together int      // for how many people the work stands that the request belongs to
	promises []ui.Promise
	stands   stands // since when the clock stands still, if still
	still    bool
	history  []ui.Entry
	custody  []string // of a body outside
	locator  ui.Map
	answers  []ui.Fact         // to the questions of the subject
	faults   map[string]string // of words that could not be taken
	typed    string
	kept     []againPhoto
}

const mostHistory = 60 // entries; each further person who joined adds one

func (s *Service) trackView(r *http.Request, q db.Query, one *Request) (trackPage, error) {
	ctx := r.Context()
	p := trackPage{r: *one, own: one.isOwn(secretOf(r, nil)), now: clock.Now(ctx), city: tenant.From(ctx)}
	p.seen = one.visible(p.own)
	owed, err := promises.About(ctx, q, one.ID)
	if err != nil {
		return p, err
	}
	if p.progress, err = partsProgress(ctx, q, one); err != nil {
		return p, err
	}
	if p.goesOn, err = goesOnAt(ctx, q, one); err != nil {
		return p, err
	}
	shared, err := s.sharedWork(ctx, q, one, &p.together)
	if err != nil {
		return p, err
	}
	p.stands, p.still = standsStill(append(shared, owed...))
	p.promises = s.bars(ctx, one, toResident(append(shared, owed...)), p.now)
	if !p.seen {
		return p, nil
	}
	p.subject, p.unit = s.pages.subjectName(ctx, one.Subject), s.pages.unitName(ctx, one.Unit)
	p.place, p.post = s.pages.placeName(ctx, one.Place), s.pages.postName(ctx, s.needs.DeskPost(ctx, one.Unit))
	p.locator = s.pages.locator(ctx, one.Place)
	p.locator.Credit = i18n.From(ctx).Text(p.city.MapCredit)
	held, err := s.pages.custody(ctx, q, one)
	if err != nil {
		return p, err
	}
	if !held.Since.IsZero() {
		p.custody = held.say(i18n.From(ctx), p.unit, p.city.Today, p.now)
	}
	if p.answers, _, err = s.pages.Questions.facts(ctx, q, one.ID, p.own, p.own); err != nil {
		return p, err
	}
	if p.joined, err = hasJoined(ctx, q, one.ID, knownVisitor(r)); err != nil {
		return p, err
	}
	return p, s.tellStory(ctx, q, &p)
}

// mayJoin, mayAdd: what a visitor can say on this page.
func (p *trackPage) mayJoin() bool { return !p.own && p.r.Public && p.r.Status.Open() }
func (p *trackPage) mayAdd() bool {
	return p.own && p.r.Status.Open() && p.r.Status != Asked // a question has its form at the top
}

// tellStory fills in what has happened and since when the unit has it.
func (s *Service) tellStory(ctx context.Context, q db.Query, p *trackPage) error {
	t := story{ctx: ctx, l: i18n.From(ctx), pages: s.pages, r: &p.r, own: p.own}
	var err error
	if t.messages, err = messagesOf(ctx, q, p.r.ID); err != nil {
		return err
	}
	if t.photos, err = s.photosFor(ctx, q, &p.r); err != nil {
		return err
	}
	all, err := journal.Of(ctx, q, p.r.ID, mostHistory+min(p.r.People, 1000))
	if err != nil {
		return err
	}
	p.history, err = t.tell(all)
	p.since = t.since
	return err
}

// photosFor are the photos by the message they came with, or by their kind.
func (s *Service) photosFor(ctx context.Context, q db.Query, r *Request) (map[string][]ui.Photo, error) {
	if r.Photos == 0 {
		return nil, nil
	}
	all, err := photosOf(ctx, q, r.ID)
	l, by := i18n.From(ctx), map[string][]ui.Photo{}
	for _, p := range all {
		key := string(p.Message)
		if key == "" {
			key = p.Kind
		}
		by[key] = append(by[key], photoOf(l, tenant.From(ctx), r, p))
	}
	return by, err
}

func photoOf(l i18n.Locale, c *tenant.City, r *Request, p Photo) ui.Photo {
	src := "/r/" + r.Number + "/photo/" + string(p.ID)
	day := c.Today(db.Time(p.At))
	w, h := thumbSize(p.Width, p.Height)
	return ui.Photo{Src: src + "/small", Full: src, Width: w, Height: h, Alt: l.Say("requests.photo_"+p.Kind, "day", day)}
}

const thumbSide = 480 // the longer side of a small picture, as files makes it

func thumbSize(w, h int) (int, int) {
	if side := max(w, h); side > thumbSide {
		return max(1, w*thumbSide/side), max(1, h*thumbSide/side)
	}
	return w, h
}

// bars are the promises as the page draws them.
func (s *Service) bars(ctx context.Context, r *Request, owed []promises.Promise, now time.Time) []ui.Promise {
	l := i18n.From(ctx)
	bars := make([]ui.Promise, 0, len(owed))
	for i := range owed {
		p := &owed[i]
		if overtaken(owed[i:]) {
			continue
		}
		b := ui.Promise{Label: l.Say("requests.promise_" + string(p.Of)), Opened: p.Opened, Due: p.Due, Now: now, Since: p.Ended}
		switch {
		case p.State == promises.Paused:
			b.State, b.Since = ui.Stopped, p.PausedAt
		case p.State == promises.Cancelled:
			b.State = ui.Cancelled
		case p.State == promises.Handed:
			b.State = ui.HandedOn
		case !p.Owed():
			b.State = ui.Closed
		case r.Status == Asked:
			b.State = ui.Waiting
		case r.Status == Forwarded:
			b.State = ui.HandedOn
		}
		bars = append(bars, b)
	}
	return bars
}

// overtaken reports that the first of these promises says nothing any more: a
// newer one took its place when the request was reopened, or what had to be
// decided is decided. What became of it stands in the history.
func overtaken(all []promises.Promise) bool {
	if all[0].Owed() {
		return false
	}
	if all[0].State == promises.Handed && slices.Contains(worksElsewhere, all[0].Reason) {
		return true // the work is on another request, whose date stands here
	}
	return all[0].Of == promises.Question ||
		slices.ContainsFunc(all[1:], func(p promises.Promise) bool { return p.Of == all[0].Of })
}

// hasJoined reports whether this browser's user said that they have it too.
func hasJoined(ctx context.Context, q db.Query, request city.ID, visitor string) (bool, error) {
	if visitor == "" {
		return false, nil
	}
	n, err := db.One(ctx, q, db.Value[int], `SELECT count(*) FROM requests_joins
		WHERE tenant_id = $1 AND request = $2 AND visitor <> '' AND visitor = $3`, q.Tenant(), request, visitor)
	return n > 0, err
}
