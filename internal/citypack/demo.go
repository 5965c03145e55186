package citypack

import (
	"mahalle/internal/city"
	"mahalle/internal/platform/table"
)

// Demo is what a demonstration needs: people and words that are all invented.
// A real city leaves it out.
type Demo struct {
	People  []DemoPerson
	Names   []DemoName
	Texts   []DemoText
	Replies []DemoReply
	Weights []DemoWeight
	Hours   map[string][24]int // profile → how much comes in during each hour
}

// Empty reports whether the pack brings nothing to demonstrate with.
func (d Demo) Empty() bool { return len(d.People) == 0 }

// DemoPerson holds a post in the demonstration. Those with a Role can be
// become with one click on /demo.
type DemoPerson struct {
	Login string
	Name  string
	Post  string    // empty for the resident
	Role  string    // one of DemoRoles, or empty
	Try   city.Text // one sentence: what to try in this role
}

// DemoRoles are the roles that /demo/as/ROLE offers.
var DemoRoles = []string{
	"resident", "headman", "clerk", "officer", "manager", "chief", "head",
	"deputy", "council", "inspector", "dispatcher", "crew", "admin",
}

// DemoName is a part of invented residents' names.
type DemoName struct {
	Part string // female, male or last
	Name string
}

// DemoText is what an invented resident writes about a subject.
type DemoText struct {
	Subject string
	Lang    city.Lang
	Text    string
}

// DemoReply is what an invented unit answers.
type DemoReply struct {
	Group   string // code of a group, or *
	Outcome string // done, refused, interim or forwarded
	Lang    city.Lang
	Text    string
}

// DemoWeight says how often a subject comes up, and when.
type DemoWeight struct {
	Subject string
	Weight  int     // relative to the other subjects
	Months  [12]int // January first; 100 is an average month
	Hours   string  // a profile of Demo.Hours
}

var months = []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}

func (r *reader) demo() {
	r.demoPeople()
	r.demoNames()
	r.demoTexts()
	r.demoHours()
	r.demoWeights()
}

func (r *reader) demoPeople() {
	demo := &r.pack.Demo
	for _, row := range r.may("demo/people.tsv", table.Columns{
		Need: append(texts("try"), "login", "name", "post", "demo_role"),
	}) {
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
		demo.People = append(demo.People, p)
	}
	for _, role := range DemoRoles {
		if !demo.Empty() && !r.has("demo role", role) {
			r.faults.Add("demo/people.tsv", 0, "has nobody for demo_role %q", role)
		}
	}
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
func hour(h int) string { return "h" + string(rune('0'+h/10)) + string(rune('0'+h%10)) }

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
		r.pack.Demo.Weights = append(r.pack.Demo.Weights, w)
	}
}
