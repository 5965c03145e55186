package mailroom

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/files"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

const address = "/staff/mailroom"

func href(id city.ID) string { return address + "/" + string(id) }

// Routes opens the queue, one letter, and the desk for paper.
func (s *Service) Routes(r *web.Router) {
	r.Handle("GET /staff/mailroom", CanRead, s.queue)
	r.Handle("GET /staff/mailroom/scan", CanRead, s.scanPage)
	r.Handle("POST /staff/mailroom/scan", CanRead, s.scan, web.MostBody(mostScan))
	r.Handle("GET /staff/mailroom/{id}", CanRead, s.onePage)
	r.Handle("GET /staff/mailroom/{id}/photo/{n}", CanRead, s.photo)
	r.Handle("POST /staff/mailroom/{id}/open", CanRead, s.openLetter)
	r.Handle("POST /staff/mailroom/{id}/attach", CanRead, s.attach)
	r.Handle("POST /staff/mailroom/{id}/answer", CanRead, s.answer)
	r.Handle("POST /staff/mailroom/{id}/aside", CanRead, s.aside)
	r.Handle("POST /staff/mailroom/{id}/back", CanRead, s.back)
}

const perPage = 50

// view is one tab of the queue.
type view struct {
	code  string
	start city.ID // where its first page begins
	read  func(ctx context.Context, q db.Query, from city.ID, limit int) ([]Mail, error)
}

// last sorts after every UUID.
const last = city.ID("z")

var views = []view{
	{"waiting", "", func(ctx context.Context, q db.Query, after city.ID, limit int) ([]Mail, error) {
		return inState(ctx, q, Waiting, after, limit)
	}},
	{"held", "", func(ctx context.Context, q db.Query, after city.ID, limit int) ([]Mail, error) {
		return inState(ctx, q, Held, after, limit)
	}},
	{"handled", last, handled},
	{"aside", last, setAside},
}

type queuePage struct {
	view    string
	letters []row
	counts  map[string]int
	boxes   []Health
	next    string
	now     time.Time
}

func (s *Service) queue(w http.ResponseWriter, r *http.Request) error {
	ctx, asked, q := r.Context(), r.URL.Query(), s.db.Read(r.Context())
	v := views[0]
	for _, known := range views {
		if known.code == asked.Get("view") {
			v = known
		}
	}
	from := v.start
	if after := city.ID(asked.Get("after")); after.Valid() {
		from = after
	}
	p := queuePage{view: v.code, counts: map[string]int{}, now: clock.Now(ctx)}
	found, err := v.read(ctx, q, from, perPage+1)
	if err != nil {
		return err
	}
	if len(found) > perPage {
		found = found[:perPage]
		p.next = address + "?" + url.Values{"view": {v.code}, "after": {string(found[perPage-1].ID)}}.Encode()
	}
	p.letters = s.rows(ctx, found)
	for _, waiting := range []State{Waiting, Held} {
		if p.counts[string(waiting)], err = count(ctx, q, waiting); err != nil {
			return err
		}
	}
	if p.boxes, err = s.Boxes(ctx); err != nil {
		return err
	}
	return web.Page(w, r, http.StatusOK, p.page())
}

// row is a letter in the list.
type row struct {
	Mail
	urgent []ui.Mark
}

// rows puts what cannot wait before what can.
func (s *Service) rows(ctx context.Context, found []Mail) []row {
	all := make([]row, len(found))
	for i, m := range found {
		all[i].Mail = m
		if m.ready() == nil {
			all[i].urgent = s.needs.Urgent(ctx, m.Subject+"\n"+m.Text)
		}
	}
	slices.SortStableFunc(all, func(a, b row) int { return min(len(b.urgent), 1) - min(len(a.urgent), 1) })
	return all
}

// onePage shows a letter with the form beside it.
type onePage struct {
	Mail
	fields    url.Values
	faults    map[string]string
	photos    []Picture
	replies   []Reply
	suggested []ui.Option
	subjects  []ui.Option
	districts []ui.Option
	hoods     []ui.Option
	urgent    []ui.Mark
	search    search
	by        string
	now       time.Time
}

func (s *Service) onePage(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, r, nil, nil)
}

func (s *Service) show(w http.ResponseWriter, r *http.Request, fields url.Values, faults map[string]string) error {
	ctx, q := r.Context(), s.db.Read(r.Context())
	m, err := byID(ctx, q, city.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	p := onePage{Mail: m, fields: fields, faults: faults, now: clock.Now(ctx)}
	if p.photos, err = photosOf(ctx, q, m.ID); err != nil {
		return err
	}
	if p.replies, err = repliesTo(ctx, q, m.ID); err != nil {
		return err
	}
	if m.By != "" {
		p.by = s.needs.PersonName(ctx, m.By)
	}
	if err := m.ready(); err != nil && len(faults) > 0 {
		return err // somebody has decided meanwhile: there is no form any more
	}
	if m.ready() == nil {
		s.choices(ctx, &p)
		p.urgent = s.needs.Urgent(ctx, m.Text)
		if p.search, err = s.look(ctx, m, r.URL.Query().Get("find")); err != nil {
			return err
		}
	}
	status := http.StatusOK
	if len(faults) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return web.Page(w, r, status, p.page())
}

// choices fills what the form offers; the best suggestion is chosen at first.
func (s *Service) choices(ctx context.Context, p *onePage) {
	l := i18n.From(ctx)
	p.suggested = s.needs.Suggest(ctx, p.Subject+"\n"+p.Text)
	p.subjects = append([]ui.Option{{Label: l.Say("mailroom.from_list")}}, s.needs.Subjects(ctx)...)
	p.districts = append([]ui.Option{{Label: l.Say("mailroom.no_district")}}, s.needs.Districts(ctx)...)
	if p.fields == nil {
		p.fields = url.Values{"text": {clip(p.Text, mostKept)}}
		if len(p.suggested) > 0 {
			p.fields.Set("subject", p.suggested[0].Value)
		}
	}
	if d := p.fields.Get("district"); d != "" {
		p.hoods = append([]ui.Option{{Label: l.Say("mailroom.no_neighbourhood")}}, s.needs.Neighbourhoods(ctx, d)...)
	}
}

func (s *Service) photo(w http.ResponseWriter, r *http.Request) error {
	all, err := photosOf(r.Context(), s.db.Read(r.Context()), city.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil || n < 0 || n >= len(all) {
		return fault.New(fault.NotFound, "files.not_found")
	}
	ref := all[n].Full
	if r.URL.Query().Has("small") {
		ref = all[n].Thumb
	}
	return files.ServePhoto(w, r, s.files, ref, "letter.jpg")
}
