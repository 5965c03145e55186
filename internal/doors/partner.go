package doors

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
)

// Right is one thing a partner may do.
type Right string

// The rights.
const (
	Read    Right = "read"    // lists and single requests, as everybody sees them
	Report  Right = "report"  // makes requests for residents
	Update  Right = "update"  // adds to requests, says that they are done or not
	Private Right = "private" // sees what is not for the public; never who asked
)

// Rights lists the rights in the order of the screens.
var Rights = []Right{Read, Report, Update, Private}

// Partner is another system.
type Partner struct {
	ID        city.ID
	Code      string
	Name      string
	Contact   string
	Rights    []Right
	Subjects  []string // codes it may report and see; none: all
	Districts []string
	PerMinute int
	Made      time.Time
	Stopped   time.Time // zero: it may come in
}

// May reports whether the partner holds a right.
func (p Partner) May(r Right) bool { return slices.Contains(p.Rights, r) }

// Sees reports whether a subject in a district is one the partner has to do with.
func (p Partner) Sees(subject, district string) bool {
	return (len(p.Subjects) == 0 || slices.Contains(p.Subjects, subject)) &&
		(len(p.Districts) == 0 || slices.Contains(p.Districts, district))
}

// As lets the partner act. It has no person and no post; the journal names it by
// its code.
func (p Partner) As(ctx context.Context, may map[access.Permission]bool) context.Context {
	return access.With(ctx, access.Actor{Kind: access.System, Post: "partner:" + p.Code, Permissions: may})
}

// How often a partner may call in a minute.
const (
	usualPerMinute = 600
	mostPerMinute  = 60_000
)

const (
	mostName    = 120
	mostContact = 300
)

var codeForm = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)

// check puts a partner's fields in order, or says what is wrong with them. The
// known codes come from the city.
func (p *Partner) check(subjects, districts []Choice) error {
	p.Name, p.Contact = oneLine(p.Name), oneLine(p.Contact)
	if p.Code == "" {
		p.Code = codeOf(p.Name)
	}
	if p.PerMinute == 0 {
		p.PerMinute = usualPerMinute
	}
	var faults []fault.Field
	is := func(wrong bool, name, key string, args ...any) {
		if wrong {
			faults = append(faults, fault.Field{Name: name, Key: key, Args: args})
		}
	}
	is(p.Name == "", "name", "doors.name_needed")
	is(len([]rune(p.Name)) > mostName, "name", "doors.too_long", "most", mostName)
	is(len([]rune(p.Contact)) > mostContact, "contact", "doors.too_long", "most", mostContact)
	is(p.Name != "" && !codeForm.MatchString(p.Code), "code", "doors.code_form")
	is(p.PerMinute < 1 || p.PerMinute > mostPerMinute, "per_minute", "doors.limit_form", "most", mostPerMinute)
	is(slices.ContainsFunc(p.Rights, func(r Right) bool { return !slices.Contains(Rights, r) }), "rights", "doors.right_unknown")
	is(!known(p.Subjects, subjects), "subjects", "doors.subject_unknown")
	is(!known(p.Districts, districts), "districts", "doors.district_unknown")
	if len(faults) > 0 {
		return fault.Fields(faults...)
	}
	return nil
}

func known(codes []string, all []Choice) bool {
	return !slices.ContainsFunc(codes, func(code string) bool {
		return !slices.ContainsFunc(all, func(c Choice) bool { return c.Code == code })
	})
}

func oneLine(s string) string { return strings.Join(strings.Fields(i18n.CleanText(s)), " ") }

var notInCode = regexp.MustCompile(`[^a-z0-9]+`)

// codeOf makes a code of a name; none of a name without Latin letters.
func codeOf(name string) string {
	code := strings.Trim(notInCode.ReplaceAllString(i18n.Fold(name), "-"), "-")
	return strings.TrimRight(code[:min(len(code), 40)], "-")
}

// Choice is a subject or a district by its code and name.
type Choice struct{ Code, Name, Group string }
