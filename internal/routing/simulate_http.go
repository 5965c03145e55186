package routing

import (
	"net/http"
	"strings"
	"time"

	"mahalle/internal/platform/db"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
	"mahalle/internal/routing/rules"
)

const simulationAddress = rulesAddress + "/simulation"

// patience is how long a page waits for a simulation before it shows how far it
// is.
const patience = time.Second

// simulationView is what the draft would have done with the last month.
type simulationView struct {
	view
	Draft     draft
	Going     bool
	Seen, All int
	Failed    bool
	Figures   []ui.Figure
	Moves     []moveRow
	Loads     []loadRow
	Examples  []exampleRow
	From, To  string // names of the units whose requests are shown
	Wrong     int    // rules that keep the draft from being published
}

// moveRow is how many requests would go from one unit to another.
type moveRow struct {
	From, To, N, Href string
	ByPeople, Agrees  string
}

type loadRow struct {
	Unit, Before, After, Change string
	Tone                        ui.Tone
}

type exampleRow struct {
	Number, Href, Subject, Place, Opened, Now string
}

func (s *Service) simulationPage(w http.ResponseWriter, r *http.Request) error {
	v := s.view(r)
	d, err := draftOf(v.ctx, s.db.Read(v.ctx))
	if err != nil {
		return err
	}
	if !d.begun() {
		return web.Go(w, r, rulesAddress)
	}
	v.office = s.officeNow(v.ctx)
	p := simulationView{view: v, Draft: d}
	for _, f := range v.b.lay(d.Set).Check(v.world(), v.office) {
		if f.Kind.Blocks() {
			p.Wrong++
		}
	}
	run := s.simulate(v.ctx, d, v.office)
	select {
	case <-run.done:
	case <-time.After(patience):
		p.Going = true
		p.Seen, p.All = run.progress()
		return web.Page(w, r, http.StatusOK, simulationPage(p))
	}
	if p.Failed = run.err != nil; !p.Failed {
		p.fill(run.found, r.URL.Query().Get("from"), r.URL.Query().Get("to"))
		if err := s.db.Write(v.ctx, func(tx *db.Tx) error { return lookedAt(v.ctx, tx, d.Revision) }); err != nil {
			return err
		}
	}
	return web.Page(w, r, http.StatusOK, simulationPage(p))
}

func (p *simulationView) fill(c *rules.Comparison, from, to string) {
	n := func(i int) string { return p.l.Number(int64(i)) }
	p.Figures = []ui.Figure{
		{Value: n(c.Cases), Label: p.l.Say("routing.sim_cases"), Note: p.l.Say("routing.sim_cases_note")},
		{Value: n(c.Moved), Label: p.l.Say("routing.sim_moved"), Href: "#moves"},
		{Value: n(c.ByPeople), Label: p.l.Say("routing.sim_by_people"), Note: p.l.Say("routing.sim_by_people_note", "n", c.Agrees)},
		{Value: n(c.Earlier), Label: p.l.Say("routing.sim_earlier"), Note: p.l.Say("routing.sim_earlier_note")},
	}
	for _, m := range c.Moves() {
		row := moveRow{From: p.s.unitName(p.ctx, m.From), To: p.s.unitName(p.ctx, m.To), N: n(m.N), ByPeople: n(m.ByPeople), Agrees: n(m.Agrees),
			Href: simulationAddress + "?from=" + m.From + "&to=" + m.To + "#examples"}
		p.Moves = append(p.Moves, row)
		if m.From == from && m.To == to || from == "" && len(p.Moves) == 1 {
			p.From, p.To, p.Examples = row.From, row.To, p.examples(m)
		}
	}
	for _, one := range c.Loads() {
		row := loadRow{Unit: p.s.unitName(p.ctx, one.Unit), Before: n(one.Before), After: n(one.After)}
		row.Change = p.l.Say("routing.less", "n", one.Before-one.After)
		if one.After > one.Before {
			row.Change = p.l.Say("routing.more", "n", one.After-one.Before)
		}
		p.Loads = append(p.Loads, row)
	}
}

func (p *simulationView) examples(m rules.Move) []exampleRow {
	var rows []exampleRow
	for _, e := range m.Examples {
		place := p.district(e.District)
		if e.Neighbourhood != "" {
			place = p.place(e.Neighbourhood, nil)
		}
		rows = append(rows, exampleRow{Number: e.Number, Href: "/staff/requests/" + e.Number, Subject: p.about(e.Subject),
			Place: strings.TrimSpace(place), Opened: p.l.Moment(e.At), Now: p.s.unitName(p.ctx, e.Unit)})
	}
	return rows
}
