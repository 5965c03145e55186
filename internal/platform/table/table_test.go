package table

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"mahalle/internal/city"
)

var columns = Columns{Need: []string{"code", "name"}, May: []string{"n", "from"}}

func TestFilesAreReadAsCitiesSaveThem(t *testing.T) {
	for name, tt := range map[string]struct {
		file, data string
		want       []string // code, name and line of each row
	}{
		"tabs":                                {"a.tsv", "code\tname\na\tÇay\n", []string{"a Çay 2"}},
		"columns in another order":            {"a.tsv", "name\tcode\nÇay\ta\n", []string{"a Çay 2"}},
		"a byte-order mark and Windows lines": {"a.tsv", "\ufeffcode\tname\r\na\tÇay\r\n", []string{"a Çay 2"}},
		"no new line at the end":              {"a.tsv", "code\tname\na\tb", []string{"a b 2"}},
		"remarks and empty lines":             {"a.tsv", "# by hand\n\ncode\tname\n# more\na\tb\n\nc\td\n", []string{"a b 5", "c d 7"}},
		"spaces around cells":                 {"a.tsv", "code\t name \n a \tb \n", []string{"a b 2"}},
		"quotes mean nothing between tabs":    {"a.tsv", "code\tname\na\t\"b\n", []string{"a \"b 2"}},
		"commas and quotes":                   {"a.csv", "code,name\na,\"b, c\"\n", []string{"a b, c 2"}},
		"a cell of two lines":                 {"a.csv", "code,name\na,\"b\nc\"\nd,e\n", []string{"a b\nc 2", "d e 4"}},
		"only a header":                       {"a.tsv", "code\tname\n", nil},
	} {
		t.Run(name, func(t *testing.T) {
			var faults Faults
			var got []string
			for _, row := range Read(tt.file, []byte(tt.data), columns, &faults) {
				got = append(got, fmt.Sprint(row.Text("code"), " ", row.Text("name"), " ", row.Line))
			}
			if err := faults.Err(); err != nil || !slices.Equal(got, tt.want) {
				t.Errorf("read %q, %v; want %q", got, err, tt.want)
			}
		})
	}
}

func TestFaultsNameFileLineAndReason(t *testing.T) {
	for name, tt := range map[string]struct{ file, data, want string }{
		"nothing in it":            {"a.tsv", "", "a.tsv: is empty; the first line must name the columns"},
		"a column missing":         {"a.tsv", "# x\ncode\n", `a.tsv:2: column "name" is missing`},
		"a column nobody asked of": {"a.tsv", "code\tname\tnmae\n", `a.tsv:1: column "nmae" is not known here`},
		"a column twice":           {"a.tsv", "code\tname\tcode\n", `a.tsv:1: column "code" stands twice`},
		"a cell too few":           {"a.tsv", "code\tname\na\n", "a.tsv:2: has 1 cells where the header has 2"},
		"a cell too many":          {"a.csv", "code,name\na,b,c\n", "a.csv:2: has 3 cells where the header has 2"},
		"a Windows-1254 file":      {"a.tsv", "code\tname\na\t\xc7ay\n", "a.tsv:2: is not UTF-8 text; save the file as UTF-8"},
		"not a text file":          {"a.tsv", "code\tname\na\t\x00\n", "a.tsv:2: holds a zero byte; this is not a text file"},
		"a quote never closed":     {"a.csv", "code,name\na,\"b\n", `a.csv:2: extraneous or missing " in quoted-field`},
	} {
		t.Run(name, func(t *testing.T) {
			var faults Faults
			Read(tt.file, []byte(tt.data), columns, &faults)
			if err := faults.Err(); err == nil || err.Error() != tt.want {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

func TestCellsHoldWhatIsAskedFor(t *testing.T) {
	for name, tt := range map[string]struct {
		cell string
		get  func(Row) any
		want any
		says string
	}{
		"a number":               {"42", func(r Row) any { return r.Int("n") }, 42, ""},
		"no number":              {"", func(r Row) any { return r.Int("n") }, 0, ""},
		"a number in words":      {"many", func(r Row) any { return r.Int("n") }, 0, `a.tsv:2: n "many" is not a whole number`},
		"a decimal":              {"38.5", func(r Row) any { return r.Decimal("n") }, 38.5, ""},
		"a decimal comma":        {"38,5", func(r Row) any { return r.Decimal("n") }, 0.0, `a.tsv:2: n "38,5" is not a number such as 12.5`},
		"not a number at all":    {"NaN", func(r Row) any { return r.Decimal("n") }, 0.0, `a.tsv:2: n "NaN" is not a number such as 12.5`},
		"yes":                    {"yes", func(r Row) any { return r.Yes("n") }, true, ""},
		"empty means no":         {"", func(r Row) any { return r.Yes("n") }, false, ""},
		"evet":                   {"evet", func(r Row) any { return r.Yes("n") }, false, `a.tsv:2: n "evet" is neither yes nor no`},
		"a day":                  {"2014-03-30", func(r Row) any { d, _ := r.Day("n"); return d }, city.Date(2014, 3, 30), ""},
		"a day that never was":   {"2014-02-30", func(r Row) any { d, known := r.Day("n"); _ = d; return known }, false, `a.tsv:2: n "2014-02-30" is not a date such as 2026-11-24`},
		"one of a list":          {"desk", func(r Row) any { return r.OneOf("n", "desk", "office") }, "desk", ""},
		"none of a list":         {"shop", func(r Row) any { return r.OneOf("n", "desk", "office") }, "shop", `a.tsv:2: n "shop" is not one of: desk office`},
		"words":                  {" a  b ", func(r Row) any { return strings.Join(r.Words("n"), "+") }, "a+b", ""},
		"phrases":                {"su yok; ;su kesik;", func(r Row) any { return strings.Join(r.Phrases("n"), "+") }, "su yok+su kesik", ""},
		"something needed":       {"", func(r Row) any { return r.Need("n") }, "", "a.tsv:2: n is empty"},
		"a column not there":     {"", func(r Row) any { return r.Text("from") }, "", ""},
		"a name in no language":  {"", func(r Row) any { return r.Texts("title") }, city.Text{}, "a.tsv:2: title is empty in every language"},
		"a name in one language": {"", func(r Row) any { return r.Texts("title", city.Persian) }, city.Text{}, "a.tsv:2: title_fa is empty"},
	} {
		t.Run(name, func(t *testing.T) {
			var faults Faults
			rows := Read("a.tsv", []byte("code\tname\tn\na\tb\t"+tt.cell+"\n"), columns, &faults)
			if got := tt.get(rows[0]); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
			if says := faults.Error(); says != tt.says {
				t.Errorf("says %q, want %q", says, tt.says)
			}
		})
	}
}

func TestFaultsStandInOrderAndEndSomewhere(t *testing.T) {
	var faults Faults
	faults.Add("b.tsv", 1, "last")
	for i := range 60 {
		faults.Add("a.tsv", 60-i, "wrong")
	}
	err := faults.Err()
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != Shown+1 || lines[0] != "a.tsv:1: wrong" || lines[Shown] != "… and 11 more" {
		t.Errorf("%d lines, from %q to %q", len(lines), lines[0], lines[len(lines)-1])
	}
	if all := (Faults)(nil); !errors.As(err, &all) || len(all) != 61 {
		t.Error("the faults cannot be counted")
	}
	if err := (Faults)(nil).Err(); err != nil {
		t.Errorf("nothing wrong, and yet %v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("a.tsv", []byte("code\tname\na\tÇay\n"))
	f.Add("a.csv", []byte("\ufeffcode,name\r\n\"a\",\"b\r\nc\"\r\n"))
	f.Add("a.csv", []byte("code,name\n\"a"))
	f.Add("a.tsv", []byte("# \n\xff\x00"))
	f.Fuzz(func(t *testing.T, file string, data []byte) {
		var faults Faults
		rows := Read(file, data, columns, &faults)
		for _, row := range rows {
			if row.Line < 2 || row.Line > 1+strings.Count(string(data), "\n") {
				t.Errorf("row in line %d", row.Line)
			}
			row.Int("n")
			row.Decimal("n")
			row.Day("from")
			row.Words("code")
			row.Texts("name", city.Langs...)
			if strings.TrimSpace(row.Text("name")) != row.Text("name") {
				t.Errorf("cell %q keeps its spaces", row.Text("name"))
			}
		}
		if len(rows) == 0 && len(faults) == 0 && !strings.Contains(string(data), "name") {
			t.Error("nothing was read and nobody was told")
		}
	})
}
