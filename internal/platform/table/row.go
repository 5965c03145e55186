package table

import (
	"strconv"
	"strings"

	"mahalle/internal/city"
)

// Row is one line of a table. Its getters trim the cell and note a fault with
// file and line when the cell does not hold what is asked for.
type Row struct {
	File string
	Line int

	at     map[string]int
	cells  []string
	faults *Faults
}

// Fail notes a fault of this line.
func (r Row) Fail(format string, args ...any) { r.faults.Add(r.File, r.Line, format, args...) }

// Text is the cell as written, without spaces around it; empty when the file
// has no such column.
func (r Row) Text(column string) string {
	i, ok := r.at[column]
	if !ok {
		return ""
	}
	return strings.TrimSpace(r.cells[i])
}

// Need is a text that must not be empty.
func (r Row) Need(column string) string {
	s := r.Text(column)
	if s == "" {
		r.Fail("%s is empty", column)
	}
	return s
}

// OneOf is a word from a closed list.
func (r Row) OneOf(column string, words ...string) string {
	s := r.Text(column)
	for _, word := range words {
		if s == word {
			return s
		}
	}
	r.Fail("%s %q is not one of: %s", column, s, strings.Join(words, " "))
	return s
}

// Words are the parts of a cell between spaces.
func (r Row) Words(column string) []string { return strings.Fields(r.Text(column)) }

// Phrases are the parts of a cell between semicolons.
func (r Row) Phrases(column string) []string {
	var phrases []string
	for part := range strings.SplitSeq(r.Text(column), ";") {
		if part = strings.TrimSpace(part); part != "" {
			phrases = append(phrases, part)
		}
	}
	return phrases
}

// Int is a whole number, 0 when the cell is empty.
func (r Row) Int(column string) int {
	s := r.Text(column)
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		r.Fail("%s %q is not a whole number", column, s)
	}
	return n
}

// Decimal is a number with a decimal point, 0 when the cell is empty.
func (r Row) Decimal(column string) float64 {
	s := r.Text(column)
	if s == "" {
		return 0
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f != f || f > 1e15 || f < -1e15 {
		r.Fail("%s %q is not a number such as 12.5", column, s)
		return 0
	}
	return f
}

// Yes reports whether the cell says "yes"; empty and "no" mean no.
func (r Row) Yes(column string) bool {
	switch s := r.Text(column); s {
	case "yes":
		return true
	case "", "no":
		return false
	default:
		r.Fail("%s %q is neither yes nor no", column, s)
		return false
	}
}

// Day is a date such as 2026-11-24; known is false when the cell is empty.
func (r Row) Day(column string) (day city.Day, known bool) {
	s := r.Text(column)
	if s == "" {
		return 0, false
	}
	day, err := city.ParseDay(s)
	if err != nil {
		r.Fail("%s %v", column, err)
		return 0, false
	}
	return day, true
}

// Texts is a text from the columns prefix_tr, prefix_fa and prefix_en. The
// languages named have to be there; if none is named, any one is enough.
func (r Row) Texts(prefix string, need ...city.Lang) city.Text {
	t := city.Text{TR: r.Text(prefix + "_tr"), FA: r.Text(prefix + "_fa"), EN: r.Text(prefix + "_en")}
	for _, lang := range need {
		r.Need(prefix + "_" + string(lang))
	}
	if len(need) == 0 && t.Empty() {
		r.Fail("%s is empty in every language", prefix)
	}
	return t
}
