package citypack

import (
	"slices"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/platform/table"
)

// OwnerRule says which unit owns a subject at a place. Rules are tried in
// order and the first match decides.
//
// In the file the district may be * and the unit hold {district}; such a rule
// stands here once for every district, with the unit of that district.
type OwnerRule struct {
	Line     int    // in owners.tsv, for "why here"
	Subject  string // code of a subject, or GROUP.*, or *
	District string // code of a district, or *
	Street   string // metro, district, or *: who keeps up the street
	Unit     string
	Why      city.Text // the sentence shown as "why here"
}

// Matches reports whether the rule speaks about a subject of a group at a
// place. An unknown district or street is empty and matches only *.
func (o OwnerRule) Matches(subject, group, district, street string) bool {
	return (o.Subject == "*" || o.Subject == subject || o.Subject == group+".*") &&
		(o.District == "*" || o.District == district) &&
		(o.Street == "*" || o.Street == street)
}

func (r *reader) owners() {
	rows := r.must("owners.tsv", table.Columns{Need: append(texts("why"), "subject", "district", "street", "unit")})
	for i, row := range rows {
		rule := OwnerRule{
			Line: row.Line, Subject: row.Need("subject"), District: row.Need("district"),
			Street: row.OneOf("street", "metro", "district", "*"), Unit: row.Need("unit"),
			Why: row.Texts("why", r.langs()...),
		}
		r.checkSubjectOf(row, rule)
		if rule.District != "*" && !r.has("district", rule.District) {
			row.Fail("district %q is not a district", rule.District)
		}
		for _, each := range r.spread(rule) {
			r.owner(row, each)
		}
		r.pack.OwnerLines = append(r.pack.OwnerLines, rule)
		last := i == len(rows)-1
		if everything := rule.everything(); everything != last {
			row.Fail("the last rule, and only that, must be * * * so that nothing is without an owner")
		}
	}
}

// everything reports whether the rule matches whatever comes.
func (o OwnerRule) everything() bool {
	return o.Subject == "*" && o.District == "*" && o.Street == "*" && !strings.Contains(o.Unit, districtMark)
}

const districtMark = "{district}"

// spread writes a rule out for every district if its unit asks for that.
func (r *reader) spread(rule OwnerRule) []OwnerRule {
	if !strings.Contains(rule.Unit, districtMark) {
		return []OwnerRule{rule}
	}
	var rules []OwnerRule
	for _, d := range r.pack.Districts {
		if rule.District == "*" || rule.District == d.Code {
			each := rule
			each.District, each.Unit = d.Code, strings.ReplaceAll(rule.Unit, districtMark, d.Code)
			rules = append(rules, each)
		}
	}
	return rules
}

func (r *reader) owner(row table.Row, rule OwnerRule) {
	if !r.has("unit", rule.Unit) {
		row.Fail("unit %q is not a unit", rule.Unit)
	} else if !r.staffed(rule.Unit) {
		row.Fail("unit %q owns requests but has no post that may take them", rule.Unit)
	}
	for _, before := range r.pack.Owners {
		if r.covers(before, rule) {
			row.Fail("can never match: line %d takes all of it", before.Line)
			return
		}
	}
	r.pack.Owners = append(r.pack.Owners, rule)
}

func (r *reader) checkSubjectOf(row table.Row, rule OwnerRule) {
	group, isGroup := strings.CutSuffix(rule.Subject, ".*")
	switch {
	case rule.Subject == "*":
	case isGroup && !r.has("group", group):
		row.Fail("subject %q: %q is not a group", rule.Subject, group)
	case !isGroup && !r.has("subject", rule.Subject):
		row.Fail("subject %q is not a subject", rule.Subject)
	}
}

// covers reports whether whatever b matches is taken by a already.
func (r *reader) covers(a, b OwnerRule) bool {
	return (a.Subject == "*" || a.Subject == b.Subject || a.Subject == r.groupOf(b.Subject)+".*") &&
		(a.District == "*" || a.District == b.District) &&
		(a.Street == "*" || a.Street == b.Street)
}

// groupOf gives the group of a subject, empty if there is no such subject.
func (r *reader) groupOf(subject string) string {
	i, ok := r.subjectAt[subject]
	if !ok {
		return ""
	}
	return r.pack.Subjects[i].Group
}

// staffed reports whether somebody in the unit may take a request.
func (r *reader) staffed(unit string) bool {
	return slices.ContainsFunc(r.pack.Posts, func(p Post) bool {
		return p.Unit == unit && r.grants(p.Role, "requests.take")
	})
}
