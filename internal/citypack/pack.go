package citypack

import (
	"io/fs"
	"slices"

	"mahalle/internal/platform/table"
)

// Pack is everything a city brings along, in the order of its files. Codes are
// unique within their list, and every code that is mentioned exists.
type Pack struct {
	City                  City
	Districts             []District
	Neighbourhoods        []Neighbourhood
	DistrictOutlines      []Outline // by code of the district
	NeighbourhoodOutlines []Outline // by code of the neighbourhood; seldom complete
	Weeks                 []Week
	Holidays              []Holiday
	Units                 []Unit // parents before children
	Roles                 []Role
	Posts                 []Post
	Groups                []Group
	Kinds                 []Kind // the first is what a report is unless somebody says otherwise
	Subjects              []Subject
	Owners                []OwnerRule // the first match decides; the last one matches everything
	OwnerLines            []OwnerRule // the same as the file has them, {district} and all
	Templates             []Template
	Alarms                []Alarm // words that cannot wait
	Questions             []Sheet // extra questions, by subject
	Demo                  Demo
}

// Read reads and checks the pack in fsys. Roles may use the words of
// Permissions and those named in addition. When anything is wrong the error is
// of type Faults and no pack is returned: nothing is ever half-loaded.
func Read(fsys fs.FS, permissions ...string) (*Pack, error) {
	r := &reader{
		fsys:        fsys,
		pack:        &Pack{},
		codes:       map[string]map[string]int{},
		subjectAt:   map[string]int{},
		permissions: slices.Concat(Permissions, permissions),
	}
	for _, part := range []func(){
		r.strangers, r.city, r.places, r.outlines, r.calendars, r.office,
		r.subjects, r.owners, r.templates, r.alarms, r.questions, r.demo,
	} {
		part()
	}
	if err := r.faults.Err(); err != nil {
		return nil, err
	}
	return r.pack, nil
}

// Faults lists what is wrong with a pack; its text has one fault a line, such
// as
//
//	units.tsv:14: parent "x" is not a unit
type Faults = table.Faults
