package citypack

import (
	"slices"

	"mahalle/internal/city"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/table"
)

// Group gathers subjects under a heading.
type Group struct {
	Code string
	Name city.Text
	Icon string // name of the drawing beside it
}

// Kind is what sort of request it is, whatever its subject.
type Kind struct {
	Code     string
	Name     city.Text
	Answer   calendar.Amount // the legal time to answer; zero when none is owed
	Mark     string          // S seen in a source, K to be checked, empty: the city's own choice
	Basis    city.Text       // the law or custom, in words
	Identity string          // open, hidden (the unit never sees who) or required
}

// The flags of a subject.
const (
	Danger         = "danger"          // somebody may be hurt
	Urgent         = "urgent"          // cannot wait for the morning
	IdentityHidden = "identity_hidden" // the unit sees the problem, not who told
	Confidential   = "confidential"    // only the named unit reads it
	Forward        = "forward"         // answered by handing it to another body
	Programme      = "programme"       // answered in legal time, done by programme or budget
	Counter        = "counter"         // done at a counter, with papers
	Legal          = "legal"           // the law sets the time; there is no service target
	Paid           = "paid"            // the resident pays for it
	NotOwnUnit     = "not_own_unit"    // never shown to the unit complained about
	NoTarget       = "no_target"       // the city promises no time, and means it
	Resort         = "resort"          // to be given its true subject within a day
)

var flags = []string{
	Danger, Urgent, IdentityHidden, Confidential, Forward, Programme, Counter, Legal, Paid, NotOwnUnit, NoTarget, Resort,
}

// Subject is what a request is about.
type Subject struct {
	Code         string
	Group        string
	Name         city.Text
	Words        Words           // what people type when they mean it
	Kind         string          // the kind it usually is; empty: the first kind of the pack
	FirstContact calendar.Amount // by when somebody has looked at it; zero: no such promise
	Target       calendar.Amount // by when it is done: the service target; zero for Legal and NoTarget subjects
	Near         Near            // when two of them may be the same problem
	Flags        []string
}

// Is reports whether the subject has a flag.
func (s Subject) Is(flag string) bool { return slices.Contains(s.Flags, flag) }

// Words are synonyms by language.
type Words struct{ TR, FA, EN []string }

// In gives the words of one language.
func (w Words) In(lang city.Lang) []string {
	switch lang {
	case city.Turkish:
		return w.TR
	case city.Persian:
		return w.FA
	default:
		return w.EN
	}
}

func (r *reader) subjects() {
	for _, row := range r.must("groups.tsv", table.Columns{Need: append(texts("name"), "code", "icon")}) {
		r.pack.Groups = append(r.pack.Groups, Group{
			Code: r.code(row, "group"), Name: row.Texts("name", r.langs()...), Icon: row.Text("icon"),
		})
	}
	for _, row := range r.must("kinds.tsv", table.Columns{
		Need: append(texts("name", "basis"), "code", "answer", "mark", "identity"),
	}) {
		r.pack.Kinds = append(r.pack.Kinds, r.kind(row))
	}
	for _, row := range r.must("subjects.tsv", table.Columns{
		Need: append(texts("name", "words"), "code", "group", "first_contact", "target", "flags"),
		May:  []string{"kind", "near"},
	}) {
		s := r.subject(row)
		r.subjectAt[s.Code] = len(r.pack.Subjects)
		r.pack.Subjects = append(r.pack.Subjects, s)
	}
}

func (r *reader) kind(row table.Row) Kind {
	k := Kind{
		Code: r.code(row, "kind"), Name: row.Texts("name", r.langs()...),
		Answer: amount(row, "answer"), Mark: row.Text("mark"),
		Basis:    city.Text{TR: row.Text("basis_tr"), FA: row.Text("basis_fa"), EN: row.Text("basis_en")},
		Identity: row.OneOf("identity", "open", "hidden", "required"),
	}
	if k.Mark != "" {
		row.OneOf("mark", "S", "K")
		row.Texts("basis", r.langs()...)
	}
	return k
}

func (r *reader) subject(row table.Row) Subject {
	s := Subject{
		Code: r.code(row, "subject"), Group: r.ref(row, "group", "group"), Name: row.Texts("name", r.langs()...),
		Words: Words{row.Phrases("words_tr"), row.Phrases("words_fa"), row.Phrases("words_en")},
		Kind:  r.refOrEmpty(row, "kind", "kind"), FirstContact: amount(row, "first_contact"), Target: amount(row, "target"),
	}
	s.Near = near(row)
	for _, lang := range r.langs() {
		row.Need("words_" + string(lang))
	}
	for _, flag := range row.Words("flags") {
		if !slices.Contains(flags, flag) {
			row.Fail("flag %q is not known", flag)
		}
		s.Flags = append(s.Flags, flag)
	}
	if s.Target.N == 0 && !s.Is(Legal) && !s.Is(NoTarget) {
		row.Fail("target is empty; only subjects with the flag %s or %s go without", Legal, NoTarget)
	}
	return s
}

// near reads when two requests may be the same; an empty cell is the usual.
func near(row table.Row) Near {
	text := row.Text("near")
	if text == "" {
		return usuallyNear
	}
	n, err := ParseNear(text)
	if err != nil {
		row.Fail("%v", err)
	}
	return n
}

// amount reads a length of time such as 2wd; an empty cell is the zero Amount.
func amount(row table.Row, column string) calendar.Amount {
	s := row.Text(column)
	if s == "" {
		return calendar.Amount{}
	}
	a, err := calendar.ParseAmount(s)
	if err != nil {
		row.Fail("%s %v", column, err)
	}
	return a
}
