package citypack

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"

	"mahalle/internal/city"
	"mahalle/internal/platform/table"
)

// reader walks through the files in an order in which whatever a line mentions
// has been read before.
type reader struct {
	fsys        fs.FS
	pack        *Pack
	faults      Faults
	codes       map[string]map[string]int // what → code → line
	subjectAt   map[string]int            // code → where in pack.Subjects
	permissions []string
}

// known lists the tables of a pack, so that a misspelt file name is noticed.
var known = []string{
	"districts.tsv", "neighbourhoods.tsv", "outlines/districts.geojson", "outlines/neighbourhoods.geojson",
	"units.tsv", "roles.tsv", "posts.tsv", "groups.tsv", "subjects.tsv", "kinds.tsv", "owners.tsv",
	"calendars.tsv", "holidays.tsv", "templates.tsv", "urgent.tsv", "demo/people.tsv", "demo/names.tsv",
	"demo/texts.tsv", "demo/replies.tsv", "demo/weights.tsv", "demo/hours.tsv",
}

// strangers refuses tables that nobody would ever read.
func (r *reader) strangers() {
	err := fs.WalkDir(r.fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		ext := path.Ext(name)
		if !entry.IsDir() && (ext == ".tsv" || ext == ".geojson") && !slices.Contains(known, name) {
			r.faults.Add(name, 0, "is not a file of a city pack; is its name misspelt?")
		}
		return nil
	})
	if err != nil {
		r.faults.Add(".", 0, "cannot be read: %v", err)
	}
}

// file gives the contents of one file; a missing one is a fault if required.
func (r *reader) file(name string, required bool) ([]byte, bool) {
	data, err := fs.ReadFile(r.fsys, name)
	switch {
	case err == nil:
		return data, true
	case errors.Is(err, fs.ErrNotExist) && !required:
	case errors.Is(err, fs.ErrNotExist):
		r.faults.Add(name, 0, "is missing")
	default:
		r.faults.Add(name, 0, "cannot be read: %v", err)
	}
	return nil, false
}

// must reads the rows of a table that every pack has.
func (r *reader) must(name string, columns table.Columns) []table.Row {
	data, ok := r.file(name, true)
	if !ok {
		return nil
	}
	before := len(r.faults)
	rows := table.Read(name, data, columns, &r.faults)
	if len(rows) == 0 && len(r.faults) == before {
		r.faults.Add(name, 0, "has no rows")
	}
	return rows
}

// may reads the rows of a table that a pack can do without.
func (r *reader) may(name string, columns table.Columns) []table.Row {
	data, ok := r.file(name, false)
	if !ok {
		return nil
	}
	return table.Read(name, data, columns, &r.faults)
}

// langs are the languages in which the city promises its words.
func (r *reader) langs() []city.Lang { return r.pack.City.Languages }

var codeForm = regexp.MustCompile(`^[A-Za-z0-9]+([-_][A-Za-z0-9]+)*$`)

// code reads the cell that names a row: ASCII, and unique among its kind.
func (r *reader) code(row table.Row, what string) string {
	code := row.Need("code")
	if code == "" {
		return ""
	}
	if len(code) > 60 || !codeForm.MatchString(code) {
		row.Fail("code %q may hold only a–z, 0–9, - and _, at most 60", code)
	}
	if line, taken := r.codes[what][code]; taken {
		row.Fail("code %q stands already in line %d", code, line)
		return code
	}
	r.take(what, code, row.Line)
	return code
}

func (r *reader) take(what, code string, line int) {
	if r.codes[what] == nil {
		r.codes[what] = map[string]int{}
	}
	r.codes[what][code] = line
}

func (r *reader) has(what, code string) bool {
	_, ok := r.codes[what][code]
	return ok
}

// ref reads a cell that mentions another row, which must exist.
func (r *reader) ref(row table.Row, column, what string) string {
	code := row.Need(column)
	if code != "" && !r.has(what, code) {
		row.Fail("%s %q is not a %s", column, code, what)
	}
	return code
}

// refOrEmpty is ref for a cell that may be empty.
func (r *reader) refOrEmpty(row table.Row, column, what string) string {
	if row.Text(column) == "" {
		return ""
	}
	return r.ref(row, column, what)
}

// texts names the columns of a text in three languages.
func texts(prefixes ...string) []string {
	var columns []string
	for _, prefix := range prefixes {
		for _, lang := range city.Langs {
			columns = append(columns, fmt.Sprintf("%s_%s", prefix, lang))
		}
	}
	return columns
}
