package citypack

import (
	"fmt"

	"mahalle/internal/city"
	"mahalle/internal/platform/table"
)

var months = []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}

func (r *reader) demo() {
	r.demoPeople()
	r.demoNames()
	r.demoTexts()
	r.demoHours()
	r.demoWeights()
	if !r.pack.Demo.Empty() {
		r.demoLacks()
	}
}

// demoLacks names the subjects that a demonstration could not show.
func (r *reader) demoLacks() {
	spoken := string(r.pack.City.Language)
	for _, s := range r.pack.Subjects {
		if !r.has("text in "+spoken, s.Code) {
			r.faults.Add("demo/texts.tsv", 0, "has no text in %s about %s", spoken, s.Code)
		}
		if !r.has("weight", s.Code) {
			r.faults.Add("demo/weights.tsv", 0, "has no weight for %s", s.Code)
		}
	}
}

func (r *reader) demoPeople() {
	for _, row := range r.may("demo/people.tsv", table.Columns{
		Need: append(texts("try"), "login", "name", "post", "demo_role"),
	}) {
		r.pack.Demo.People = append(r.pack.Demo.People, r.demoPerson(row))
	}
	for _, role := range DemoRoles {
		if !r.pack.Demo.Empty() && !r.has("demo role", role) {
			r.faults.Add("demo/people.tsv", 0, "has nobody for demo_role %q", role)
		}
	}
}

func (r *reader) demoPerson(row table.Row) DemoPerson {
	p := DemoPerson{
		Login: row.Need("login"), Name: row.Need("name"),
		Post: r.refOrEmpty(row, "post", "post"), Role: row.Text("demo_role"),
	}
	if r.has("login", p.Login) {
		row.Fail("login %q stands already in line %d", p.Login, r.codes["login"][p.Login])
	}
	r.take("login", p.Login, row.Line)
	if !codeForm.MatchString(p.Login) {
		row.Fail("login %q may hold only a–z, 0–9, - and _", p.Login)
	}
	if p.Role != "" {
		row.OneOf("demo_role", DemoRoles...)
		p.Try = row.Texts("try", r.langs()...)
		r.take("demo role", p.Role, row.Line)
	}
	if p.Post == "" && p.Role != "resident" {
		row.Fail("post is empty; only the resident holds none")
	}
	return p
}

func (r *reader) demoNames() {
	for _, row := range r.may("demo/names.tsv", table.Columns{Need: []string{"part", "name"}}) {
		r.pack.Demo.Names = append(r.pack.Demo.Names, DemoName{
			Part: row.OneOf("part", "female", "male", "last"), Name: row.Need("name"),
		})
	}
}

func (r *reader) demoTexts() {
	for _, row := range r.may("demo/texts.tsv", table.Columns{Need: []string{"subject", "lang", "text"}}) {
		r.pack.Demo.Texts = append(r.pack.Demo.Texts, DemoText{
			Subject: r.ref(row, "subject", "subject"), Lang: lang(row), Text: row.Need("text"),
		})
		r.take("text in "+row.Text("lang"), row.Text("subject"), row.Line)
	}
	for _, row := range r.may("demo/replies.tsv", table.Columns{Need: []string{"group", "outcome", "lang", "text"}}) {
		reply := DemoReply{
			Group: row.Need("group"), Outcome: row.OneOf("outcome", "done", "refused", "interim", "forwarded"),
			Lang: lang(row), Text: row.Need("text"),
		}
		if reply.Group != "*" {
			r.ref(row, "group", "group")
		}
		r.pack.Demo.Replies = append(r.pack.Demo.Replies, reply)
	}
}

func lang(row table.Row) city.Lang {
	return city.Lang(row.OneOf("lang", string(city.Turkish), string(city.Persian), string(city.English)))
}

func (r *reader) demoHours() {
	columns := []string{"profile"}
	for h := range 24 {
		columns = append(columns, hour(h))
	}
	for _, row := range r.may("demo/hours.tsv", table.Columns{Need: columns}) {
		profile := row.Need("profile")
		r.take("profile", profile, row.Line)
		var hours [24]int
		for h := range hours {
			hours[h] = positive(row, hour(h))
		}
		if hours == [24]int{} {
			row.Fail("profile %q has nothing in any hour", profile)
		}
		if r.pack.Demo.Hours == nil {
			r.pack.Demo.Hours = map[string][24]int{}
		}
		r.pack.Demo.Hours[profile] = hours
	}
}

// hour is the name of an hour's column: h00 to h23.
func hour(h int) string { return fmt.Sprintf("h%02d", h) }

func (r *reader) demoWeights() {
	for _, row := range r.may("demo/weights.tsv", table.Columns{
		Need: append([]string{"subject", "weight", "hours"}, months...),
	}) {
		w := DemoWeight{
			Subject: r.ref(row, "subject", "subject"), Weight: positive(row, "weight"),
			Hours: r.ref(row, "hours", "profile"),
		}
		for i, month := range months {
			w.Months[i] = positive(row, month)
		}
		r.take("weight", w.Subject, row.Line)
		r.pack.Demo.Weights = append(r.pack.Demo.Weights, w)
	}
}
