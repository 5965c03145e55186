package requests

import (
	"context"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

// The resident's report is three pages at most: what, where, and the words. No
// account and no script are needed.

func (s *Service) reportRoutes(r *web.Router) {
	r.Handle("GET /report", access.Public, s.report)
	r.Handle("GET /report/place", access.Public, s.placePart)
	r.Handle("POST /report", access.Public, s.send, web.MostBody(mostUpload))
	r.Handle("GET /report/done/{number}", access.Public, s.done)
}

// report shows the first page whose question is not answered yet.
func (s *Service) report(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	d := draftOf(q)
	d.Carried = travelling(d.Answers)
	c, known := s.pages.subject(r.Context(), d.Subject)
	if !known {
		return s.askSubject(w, r, d)
	}
	if shown, err := s.askedFirst(w, r, d, c); shown || err != nil {
		return err
	}
	if q.Get("step") != "tell" {
		return s.askPlace(w, r, d, c, nil)
	}
	return s.askWords(w, r, d, c)
}

const (
	mostFound   = 8
	mostPopular = 6
)

// subjectPage asks what it is about: by somebody's own words, or by looking.
type subjectPage struct {
	d       draft
	unknown bool // a subject was named that the city does not have
	found   []Choice
	popular []Choice
	groups  [][]Choice
	resort  Choice // takes what fits nowhere else
}

func (s *Service) askSubject(w http.ResponseWriter, r *http.Request, d draft) error {
	ctx := r.Context()
	p := subjectPage{d: d, unknown: d.Subject != "", found: s.pages.search(ctx, d.Words), popular: s.pages.popular(ctx)}
	p.found = p.found[:min(len(p.found), mostFound)]
	p.popular = p.popular[:min(len(p.popular), mostPopular)]
	p.d.Subject = ""
	for _, c := range s.pages.subjects(ctx) {
		if n := len(p.groups); n > 0 && p.groups[n-1][0].Group == c.Group {
			p.groups[n-1] = append(p.groups[n-1], c)
		} else {
			p.groups = append(p.groups, []Choice{c})
		}
		if c.Resort {
			p.resort = c
		}
	}
	status := http.StatusOK
	if p.unknown {
		status = http.StatusNotFound
	}
	return web.Page(w, r, status, p.page())
}

// placePage asks where it is.
type placePage struct {
	d             draft
	choice        Choice
	city          *tenant.City
	place         city.Place
	placeName     string
	spot          Spot
	faults        map[string]string
	districts     []Area
	neighbourhood []Area
	chart         ui.LiveMap
}

func (s *Service) placeView(r *http.Request, d draft, c Choice, faults map[string]string) placePage {
	ctx := r.Context()
	p := placePage{d: d, choice: c, city: tenant.From(ctx), faults: faults, districts: s.pages.districts(ctx)}
	var err error
	if p.place, p.spot, err = s.place(ctx, &p.d); err != nil && faults == nil && d.Lat+d.District != "" {
		p.faults = fieldFaults(r, err, "place", "district")
	}
	p.d.District, p.d.Neighbourhood = p.place.District, p.place.Neighbourhood
	if p.place.Point.Unknown() {
		p.d.Lat, p.d.Lon = "", ""
	}
	p.placeName = s.pages.placeName(ctx, p.place)
	p.neighbourhood = s.pages.neighbourhoods(ctx, p.place.District)
	return p
}

func (s *Service) askPlace(w http.ResponseWriter, r *http.Request, d draft, c Choice, faults map[string]string) error {
	p := s.placeView(r, d, c, faults)
	p.chart = s.chooseOn(r.Context(), &p)
	return web.Page(w, r, statusOf(faults), p.page())
}

// placePart is the part of the page that follows a tap on the map. Somebody who
// opens its address by itself, from a history or a bookmark, is shown the page.
func (s *Service) placePart(w http.ResponseWriter, r *http.Request) error {
	if r.Header.Get("Sec-Fetch-Dest") == "document" {
		return web.Go(w, r, "/report?"+r.URL.RawQuery)
	}
	d := draftOf(r.URL.Query())
	d.Carried = travelling(d.Answers)
	p := s.placeView(r, d, Choice{Code: d.Subject}, nil)
	return web.Fragment(w, r, p.fields())
}

// wordsPage asks for the words, photos and a way to reach the person.
type wordsPage struct {
	d         draft
	choice    Choice
	kind      KindChoice
	kinds     []KindChoice
	city      *tenant.City
	place     city.Place
	placeName string
	unitName  string
	due       time.Time
	now       time.Time
	nearby    []nearby
	kept      []againPhoto
	asked     templ.Component // the questions of the subject; nil without any
	faults    map[string]string
	note      string // about the form as a whole
}

func (s *Service) askWords(w http.ResponseWriter, r *http.Request, d draft, c Choice) error {
	p, _, err := s.place(r.Context(), &d)
	if err != nil {
		faults, err := web.Refused(r, err)
		if err != nil {
			return err
		}
		return s.askPlace(w, r, d, c, faults)
	}
	d.Key, d.Public = string(city.NewID()), true
	if d.Description == "" && c.Resort {
		d.Description = d.Words
	}
	page, err := s.wordsView(r.Context(), d, c, p)
	if err != nil {
		return err
	}
	if err := s.withQuestions(r.Context(), &page); err != nil {
		return err
	}
	return web.Page(w, r, http.StatusOK, page.page())
}

// wordsView gathers what the last page tells before anything is sent: who will
// have it, by when, and whether somebody said the same near by.
func (s *Service) wordsView(ctx context.Context, d draft, c Choice, p city.Place) (wordsPage, error) {
	v := wordsPage{d: d, choice: c, kind: s.kindFor(ctx, &d, c), kinds: s.pages.kinds(ctx), city: tenant.From(ctx),
		place: p, placeName: s.pages.placeName(ctx, p), now: clock.Now(ctx)}
	_, answers, err := s.pages.Questions.read(ctx, c.Code, d.Answers)
	if err != nil {
		return v, err
	}
	decision, err := s.needs.Decide(ctx, Case{Kind: v.kind.Code, Subject: c.Code, Place: p, Answers: answers})
	if err != nil {
		return v, err
	}
	v.unitName = s.pages.unitName(ctx, decision.Unit)
	v.due = s.wouldBeDue(ctx, decision, v.now)
	v.nearby, err = s.nearby(ctx, c.Near, p.Point)
	return v, err
}

// wouldBeDue is the date that will decide: the repair's, or the law's.
func (s *Service) wouldBeDue(ctx context.Context, d Decision, now time.Time) time.Time {
	for _, a := range []calendar.Amount{d.Repair, d.Answer} {
		if a.N == 0 {
			continue
		}
		if due, err := s.ledger.Due(tenant.From(ctx).ID, d.Calendar, a, now); err == nil {
			return due
		}
	}
	return time.Time{}
}

// fieldFaults keeps the faults of the named fields only: nobody is told that
// they have not answered a question they were not asked yet.
func fieldFaults(r *http.Request, err error, names ...string) map[string]string {
	all, err := web.Refused(r, err)
	if err != nil {
		return nil
	}
	kept := map[string]string{}
	for _, name := range names {
		if text := all[name]; text != "" {
			kept[name] = text
		}
	}
	return kept
}
