package citypack

import "mahalle/internal/city"

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
