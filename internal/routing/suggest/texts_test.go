package suggest

import (
	"fmt"
	"strings"
	"testing"
)

func TestAFileOfTextsIsReadWhateverMadeIt(t *testing.T) {
	for name, tt := range map[string]struct{ file, want, faults string }{
		"a plain file":                       {"çukur var\tYL01\nsu yok\tSU01\n", "çukur var=YL01|su yok=SU01", ""},
		"no line end at the end":             {"çukur var\tYL01", "çukur var=YL01", ""},
		"a header":                           {"text\tlabel\nsu yok\tSU01\n", "su yok=SU01", ""},
		"a header in Turkish, the other way": {"Kategori\tMetin\nSU01\tsu yok\n", "su yok=SU01", ""},
		"a header of more columns":           {"id\tmetin\tkonu\n7\tsu yok\tSU01\n", "su yok=SU01", ""},
		"made by Excel":                      {"\ufefftext\tlabel\r\nsu yok\tSU01\r\n", "su yok=SU01", ""},
		"quotes with tabs and line ends":     {"\"su\tyok\nhâlâ \"\"yok\"\"\"\tSU01\nçukur\tYL01\n", "su\tyok\nhâlâ \"yok\"=SU01|çukur=YL01", ""},
		"a quoted label":                     {"su yok\t\"SU01\"\n", "su yok=SU01", ""},
		"a quote that is a letter":           {"\"Su yok\" dediler\tSU01\nçukur\tYL01\n", "\"Su yok\" dediler=SU01|çukur=YL01", ""},
		"a quote nobody closes":              {"\"Su yok\tSU01\nçukur\tYL01\n", "\"Su yok=SU01|çukur=YL01", ""},
		"empty lines":                        {"\nsu yok\tSU01\n  \n\nçukur\tYL01\n", "su yok=SU01|çukur=YL01", "1: empty|3: empty|4: empty"},
		"a line of Windows-1254":             {"su yok\tSU01\n\xe7ukur\tYL01\nlamba\tAY01\n", "su yok=SU01|lamba=AY01", "2: not UTF-8; save the file as UTF-8"},
		"UTF-16":                             {"\xff\xfes\x00", "", "1: this is UTF-16; save the file as UTF-8"},
		"no tab":                             {"su yok,SU01\nçukur\tYL01\n", "çukur=YL01", "1: no tab; a line is a text, a tab and a label"},
		"a missing label":                    {"su yok\t\n\tSU01\n", "", "1: no label|2: no text"},
		"three columns":                      {"su yok\tSU01\tx\nçukur\tYL01\ty\n", "su yok=SU01|çukur=YL01", "1: 3 columns; the first is taken as the text and the second as the label, here and in all lines"},
		"the line after a quoted text":       {"\"a\nb\"\tSU01\n\nc\tSU01\n", "a\nb=SU01|c=SU01", "3: empty"},
		"nothing at all":                     {"", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			examples, faults, err := ReadTexts(strings.NewReader(tt.file))
			var got, told []string
			for _, e := range examples {
				got = append(got, e.Text+"="+e.Subject)
			}
			for _, f := range faults {
				told = append(told, f.String())
			}
			if err != nil || strings.Join(got, "|") != tt.want || strings.Join(told, "|") != tt.faults {
				t.Errorf("read %q, told %q, %v", got, told, err)
			}
		})
	}
}

func TestALineWithoutEndIsToldAndNotKept(t *testing.T) {
	file := strings.Repeat("a", 3*mostLine) + "\tX\nsu yok\tSU01\n"
	examples, faults, err := ReadTexts(strings.NewReader(file))
	if err != nil || len(examples) != 1 || fmt.Sprint(faults) != "[1: longer than a million bytes]" {
		t.Errorf("%d examples, %v, %v", len(examples), faults, err)
	}
}

func FuzzReadTexts(f *testing.F) {
	f.Add("text\tlabel\r\n\"su\tyok\n\"\"\"\tSU01\n\n\xff\tx\n")
	f.Add("\ufeff\"a\n\"b\t\"\n\"\"\t\"\"")
	f.Fuzz(func(t *testing.T, file string) {
		examples, faults, err := ReadTexts(strings.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		lines := 1 + strings.Count(file, "\n")
		for i, fault := range faults {
			if fault.Line < 1 || fault.Line > lines || i > 0 && fault.Line < faults[i-1].Line {
				t.Errorf("fault in line %d of %d", fault.Line, lines)
			}
		}
		for _, e := range examples {
			if e.Subject == "" || strings.TrimSpace(e.Text) == "" {
				t.Errorf("example %q", e)
			}
		}
	})
}
