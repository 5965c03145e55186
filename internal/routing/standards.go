package routing

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"

	"mahalle/internal/citypack"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/web"
)

// standardRow is one line of the table of service standards that every
// municipality in Turkey has to publish, and every other may.
type standardRow struct {
	Subject        string
	Notes          []string // what a resident should know beforehand
	Owners         []owner
	Target, Answer string // by when at the latest; the law's time for an answer
	Basis          basis  // the law behind it, in the list below; empty without one
}

type standardGroup struct {
	Code, Name string
	Rows       []standardRow
}

// basis is a law or custom behind an answer.
type basis struct{ ID, Number, Kind, Time, Text string }

// worthKnowing are the flags that a resident should know of.
var worthKnowing = []string{citypack.Danger, citypack.Urgent, citypack.Forward, citypack.Programme, citypack.Counter, citypack.Paid, citypack.IdentityHidden, citypack.Confidential}

func (s *Service) servicesPage(w http.ResponseWriter, r *http.Request) error {
	v := s.view(r)
	district := v.known(r.URL.Query().Get("district"))
	groups, bases := v.standards(district)
	return web.Page(w, r, http.StatusOK, servicesPage(v, v.l.Text(tenant.From(v.ctx).Name), groups, bases, district))
}

func (v view) standards(district string) ([]standardGroup, []basis) {
	byKind, bases := v.bases()
	var groups []standardGroup
	for _, g := range v.b.groups.offered {
		one := standardGroup{Code: g.Code, Name: v.l.Text(g.Name)}
		for _, s := range v.b.subjects.offered {
			if s.Group == g.Code {
				one.Rows = append(one.Rows, v.standard(s, district, byKind))
			}
		}
		if len(one.Rows) > 0 {
			groups = append(groups, one)
		}
	}
	return groups, bases
}

func (v view) standard(s Subject, district string, byKind map[string]basis) standardRow {
	kind := v.b.kind(v.b.kindOf(s.Code))
	row := standardRow{Subject: v.l.Text(s.Name), Owners: v.owners(s, district), Target: amount(v.l, s.Target),
		Answer: amount(v.l, kind.Answer), Basis: byKind[kind.Code]}
	for _, f := range s.Flags {
		if slices.Contains(worthKnowing, f) {
			row.Notes = append(row.Notes, v.l.Say("routing.flag_"+f))
		}
	}
	return row
}

// bases numbers the laws of the kinds that subjects usually are.
func (v view) bases() (byKind map[string]basis, all []basis) {
	byKind = map[string]basis{}
	for _, k := range v.b.kinds.offered {
		words := v.l.Text(k.Basis)
		if words == "" || !v.isUsual(k.Code) {
			continue
		}
		n := len(all) + 1
		one := basis{"basis-" + strconv.Itoa(n), v.l.Number(int64(n)), v.l.Text(k.Name), amount(v.l, k.Answer), words}
		byKind[k.Code] = one
		all = append(all, one)
	}
	return byKind, all
}

func (v view) isUsual(kind string) bool {
	return slices.ContainsFunc(v.b.subjects.offered, func(s Subject) bool { return v.b.kindOf(s.Code) == kind })
}

// standardJSON is a line of the table for programs. Times are in the short form
// of city packs: 3wd, 8h.
type standardJSON struct {
	Code   string   `json:"code"`
	Name   string   `json:"name"`
	Group  string   `json:"group"`
	Kind   string   `json:"kind"`
	Owners []string `json:"owners"`
	Target string   `json:"target,omitempty"`
	Answer string   `json:"answer,omitempty"`
}

func (s *Service) servicesJSON(w http.ResponseWriter, r *http.Request) error {
	v := s.view(r)
	district := v.known(r.URL.Query().Get("district"))
	all := []standardJSON{}
	for _, sub := range v.b.subjects.offered {
		kind := v.b.kind(v.b.kindOf(sub.Code))
		one := standardJSON{Code: sub.Code, Name: v.l.Text(sub.Name), Group: sub.Group, Kind: kind.Code, Owners: []string{}}
		for _, o := range v.owners(sub, district) {
			one.Owners = append(one.Owners, o.Name)
		}
		if sub.Target.N > 0 {
			one.Target = sub.Target.String()
		}
		if kind.Answer.N > 0 {
			one.Answer = kind.Answer.String()
		}
		all = append(all, one)
	}
	body, err := json.Marshal(all)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "private, max-age=300") // names in the reader's language
	return web.JSON(w, http.StatusOK, body)
}
