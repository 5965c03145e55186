package routing

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
	"mahalle/internal/routing/suggest"
)

// CanEdit is the right to change how subjects are found and owned.
const CanEdit access.Permission = "routing.edit"

const suggestionsAddress = "/staff/subjects/suggestions"

func (s *Service) suggestionRoutes(r *web.Router) {
	r.Handle("GET "+suggestionsAddress, CanEdit, s.suggestionsPage)
	r.Handle("POST "+suggestionsAddress+"/learn", CanEdit, s.learnNow)
	r.Handle("GET /report/suggest", access.Public, s.suggest)
}

// suggestions is what the page tells of the last examination.
type suggestions struct {
	lesson
	waiting bool
	figures []ui.Figure
	rows    []suggestionRow
	only    string // "", on, off
}

// suggestionRow is what the examination found about one subject.
type suggestionRow struct {
	Code, Name, Href                       string
	Cases, Precision, Coverage, Confidence string
	On                                     bool
}

func (s *Service) suggestionsPage(w http.ResponseWriter, r *http.Request) error {
	v := s.view(r)
	p := suggestions{lesson: s.lessonNow(r.Context()), only: r.URL.Query().Get("only")}
	p.waiting = p.lesson.waiting(clock.Now(r.Context()))
	if p.model != nil {
		p.figures = v.examFigures(p.report)
		p.rows = v.suggestionRows(p.report, p.only)
	}
	return web.Page(w, r, http.StatusOK, suggestionsPage(v, p))
}

func (v view) examFigures(r suggest.Report) []ui.Figure {
	return []ui.Figure{
		{Value: v.l.Number(int64(r.Cases)), Label: v.l.Say("routing.learned_cases")},
		{Value: v.l.Percent(r.Precision), Label: v.l.Say("routing.shown_right"), Note: v.l.Say("routing.shown_right_note", "wanted", v.l.Percent(r.Wanted))},
		{Value: v.l.Percent(r.Coverage), Label: v.l.Say("routing.cases_shown"), Note: v.l.Say("routing.cases_shown_note")},
		{Value: v.l.Number(int64(r.On)), Label: v.l.Say("routing.subjects_on"), Note: v.l.Say("routing.of_subjects", "n", r.Subjects)},
	}
}

// suggestionRows lists subjects in the city's order, with what was found.
func (v view) suggestionRows(r suggest.Report, only string) []suggestionRow {
	found := map[string]suggest.SubjectReport{}
	for _, one := range r.Each {
		found[one.Subject] = one
	}
	var rows []suggestionRow
	for _, sub := range v.b.subjects.offered {
		one, examined := found[sub.Code]
		if only == "on" && !one.On || only == "off" && one.On {
			continue
		}
		row := suggestionRow{Code: sub.Code, Name: v.l.Text(sub.Name), Href: "/staff/routing/try?subject=" + url.QueryEscape(sub.Code),
			Cases: v.l.Number(int64(one.Cases)), Precision: "–", Coverage: "–", Confidence: "–", On: one.On}
		if one.Shown > 0 {
			row.Precision = v.l.Percent(one.Precision)
		}
		if examined && one.Examined > 0 {
			row.Coverage = v.l.Percent(one.Coverage)
		}
		if one.On {
			row.Confidence = v.l.Percent(one.Threshold)
		}
		rows = append(rows, row)
	}
	return rows
}

// learnNow has the model learned anew, in the background.
func (s *Service) learnNow(w http.ResponseWriter, r *http.Request) error {
	if err := s.AskToLearn(r.Context()); err != nil {
		return err
	}
	web.Flash(w, "", "routing.learning_begins")
	return web.Go(w, r, suggestionsAddress)
}

// suggest answers a form that asks while words are typed; a visitor without
// script is led to the search.
func (s *Service) suggest(w http.ResponseWriter, r *http.Request) error {
	words := r.URL.Query().Get("words")
	if !strings.Contains(r.Header.Get("Accept"), "application/json") {
		return web.Go(w, r, "/report?q="+url.QueryEscape(words))
	}
	l, offers := i18n.From(r.Context()), []offerJSON{}
	for _, o := range s.Offers(r.Context(), words, mostOffers) {
		offers = append(offers, offerJSON{o.Subject.Code, l.Text(o.Subject.Name), o.Learned})
	}
	body, err := json.Marshal(map[string][]offerJSON{"subjects": offers})
	if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, body)
}

const mostOffers = 6

type offerJSON struct {
	Code    string `json:"code"`
	Name    string `json:"name"`
	Learned bool   `json:"learned"` // from closed requests, not by its name
}
