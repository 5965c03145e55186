package suggest

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"mahalle/internal/platform/i18n"
)

// Fault is something wrong in one line of a file of texts. The line is left
// out, unless the reason says otherwise.
type Fault struct {
	Line   int
	Reason string
}

func (f Fault) String() string { return fmt.Sprintf("%d: %s", f.Line, f.Reason) }

// These bound what one line and one quoted text may hold.
const mostLine, mostQuoted, mostQuotedLines = 1 << 20, 1 << 16, 100

// ReadTexts reads a file of texts: one a line, the text, a tab, and its label.
// A first line that names its columns (text, label) may put them in any order.
// A field between double quotes may hold tabs, doubled quotes and line ends.
// Lines that cannot be read are told and left out; the error is of reading.
func ReadTexts(from io.Reader) ([]Example, []Fault, error) {
	r := &textReader{in: bufio.NewReaderSize(from, 1<<16), text: 0, label: 1}
	for {
		line, err := r.next()
		if errors.Is(err, io.EOF) {
			return r.examples, r.faults, nil
		}
		if err != nil {
			return r.examples, r.faults, err
		}
		r.take(line)
	}
}

type textReader struct {
	in          *bufio.Reader
	line        int      // number of the line read last
	ahead       []string // lines that were looked at and not taken
	text, label int      // columns
	started     bool     // the first line that says anything was read
	wide        bool     // more columns than two were told
	examples    []Example
	faults      []Fault
}

func (r *textReader) fault(line int, format string, args ...any) {
	r.faults = append(r.faults, Fault{line, fmt.Sprintf(format, args...)})
}

// next is the next line, without its end.
func (r *textReader) next() (string, error) {
	r.line++
	if len(r.ahead) > 0 {
		line := r.ahead[0]
		r.ahead = r.ahead[1:]
		return line, nil
	}
	return r.fresh()
}

func (r *textReader) fresh() (string, error) {
	var line []byte
	for {
		part, err := r.in.ReadSlice('\n')
		if len(line) <= mostLine {
			line = append(line, part...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil && (len(line) == 0 || !errors.Is(err, io.EOF)) {
			return "", err
		}
		return string(bytes.TrimRight(line, "\r\n")), nil
	}
}

func (r *textReader) take(line string) {
	at := r.line
	if at == 1 {
		line = strings.TrimPrefix(line, "\ufeff")
		if strings.HasPrefix(line, "\xff\xfe") || strings.HasPrefix(line, "\xfe\xff") {
			r.fault(at, "this is UTF-16; save the file as UTF-8")
			return
		}
	}
	switch {
	case len(line) > mostLine:
		r.fault(at, "longer than a million bytes")
	case strings.TrimSpace(line) == "":
		r.fault(at, "empty")
	case !utf8.ValidString(line):
		r.fault(at, "not UTF-8; save the file as UTF-8")
	default:
		r.row(at, r.fields(line))
	}
}

// fields cuts a line at its tabs; a quoted field may go on in the next lines.
func (r *textReader) fields(line string) []string {
	var all []string
	for {
		field, rest, more := r.quoted(&line)
		if !more && field == nil {
			plain, after, tab := strings.Cut(line, "\t")
			all = append(all, plain)
			if !tab {
				return all
			}
			line = after
			continue
		}
		all = append(all, *field)
		if !more {
			return all
		}
		line = rest
	}
}

// quoted takes a quoted field from the start of a line; nil if there is none.
// More tells that other fields follow. A quote that nobody closes is a letter.
func (r *textReader) quoted(line *string) (field *string, rest string, more bool) {
	if !strings.HasPrefix(*line, `"`) {
		return nil, "", false
	}
	whole, latest := *line, *line
	for n := 0; ; n++ {
		if strings.Contains(latest, `"`) {
			if text, after, ok := unquote(whole); ok {
				r.ahead, r.line = r.ahead[n:], r.line+n
				after, more = strings.CutPrefix(after, "\t")
				return &text, after, more
			}
		}
		if n == mostQuotedLines || len(whole) > mostQuoted || !r.look(n) {
			return nil, "", false
		}
		latest = r.ahead[n]
		whole += "\n" + latest
	}
}

// look sees that n lines ahead, and one more, are at hand.
func (r *textReader) look(n int) bool {
	if n < len(r.ahead) {
		return true
	}
	line, err := r.fresh()
	if err != nil || !utf8.ValidString(line) {
		if err == nil {
			r.ahead = append(r.ahead, line)
		}
		return false
	}
	r.ahead = append(r.ahead, line)
	return true
}

// unquote reads `"a ""b"" c"` from the start of s; what follows must be a tab or
// nothing.
func unquote(s string) (text, rest string, ok bool) {
	var b strings.Builder
	for s = s[1:]; ; {
		at := strings.IndexByte(s, '"')
		if at < 0 {
			return "", "", false
		}
		b.WriteString(s[:at])
		s = s[at+1:]
		switch {
		case s == "" || s[0] == '\t':
			return b.String(), s, true
		case s[0] != '"':
			return "", "", false
		}
		b.WriteByte('"')
		s = s[1:]
	}
}

func (r *textReader) row(at int, fields []string) {
	if !r.started {
		r.started = true
		if r.header(fields) {
			return
		}
	}
	switch {
	case len(fields) <= max(r.text, r.label):
		r.fault(at, "no tab; a line is a text, a tab and a label")
		return
	case len(fields) > 2 && r.text == 0 && r.label == 1 && !r.wide:
		r.wide = true
		r.fault(at, "%d columns; the first is taken as the text and the second as the label, here and in all lines", len(fields))
	}
	text, label := fields[r.text], strings.TrimSpace(i18n.CleanText(fields[r.label]))
	switch {
	case strings.TrimSpace(text) == "":
		r.fault(at, "no text")
	case label == "":
		r.fault(at, "no label")
	case len(label) > mostNameBytes:
		r.fault(at, "a label of %d bytes", len(label))
	default:
		r.examples = append(r.examples, Example{Text: text, Subject: label})
	}
}

// What people call the two columns.
var (
	textNames  = []string{"text", "metin", "description", "aciklama", "words", "متن", "شرح"}
	labelNames = []string{"label", "subject", "category", "etiket", "konu", "kategori", "sinif", "class", "برچسب", "موضوع", "دسته"}
)

// header reports whether the fields name the columns, and keeps their order.
func (r *textReader) header(fields []string) bool {
	text, label := -1, -1
	for i, f := range fields {
		name := i18n.Fold(strings.TrimSpace(f))
		for _, n := range textNames {
			if text < 0 && name == i18n.Fold(n) {
				text = i
			}
		}
		for _, n := range labelNames {
			if label < 0 && name == i18n.Fold(n) {
				label = i
			}
		}
	}
	if text < 0 || label < 0 {
		return false
	}
	r.text, r.label = text, label
	if len(fields) > 2 {
		r.wide = true
	}
	return true
}
