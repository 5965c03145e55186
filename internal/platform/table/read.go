package table

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// Columns says which columns a file has to have and which it may have. Any
// other column is a fault: a misspelt header must not lose a column silently.
type Columns struct {
	Need []string
	May  []string
}

// line is one line of cells before the header has given them names.
type line struct {
	number int
	cells  []string
}

// Read reads a file whose name ends in .csv (commas, quotes) or in anything
// else (tabs, no quotes). It notes faults and returns the rows that it could
// read; the caller goes on to check them, so that all faults appear at once.
func Read(file string, data []byte, columns Columns, faults *Faults) []Row {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !readable(file, data, faults) {
		return nil
	}
	lines := split
	if path.Ext(file) == ".csv" {
		lines = splitCSV
	}
	return name(file, lines(file, data, faults), columns, faults)
}

// readable refuses what is no text at all; one fault is enough for that.
func readable(file string, data []byte, faults *Faults) bool {
	for i, text := range bytes.Split(data, []byte("\n")) {
		if !utf8.Valid(text) {
			faults.Add(file, i+1, "is not UTF-8 text; save the file as UTF-8")
			return false
		}
		if bytes.IndexByte(text, 0) >= 0 {
			faults.Add(file, i+1, "holds a zero byte; this is not a text file")
			return false
		}
	}
	return true
}

func split(_ string, data []byte, _ *Faults) []line {
	var lines []line
	for i, text := range strings.Split(string(data), "\n") {
		text = strings.TrimSuffix(text, "\r")
		if strings.TrimSpace(text) == "" || strings.HasPrefix(text, "#") {
			continue
		}
		lines = append(lines, line{i + 1, strings.Split(text, "\t")})
	}
	return lines
}

func splitCSV(file string, data []byte, faults *Faults) []line {
	r := csv.NewReader(bytes.NewReader(data))
	r.Comment, r.FieldsPerRecord = '#', -1
	var lines []line
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return lines
		}
		if bad := (*csv.ParseError)(nil); errors.As(err, &bad) {
			faults.Add(file, bad.Line, "%v", bad.Err)
			return lines
		}
		number, _ := r.FieldPos(0)
		lines = append(lines, line{number, cells})
	}
}

// name gives each cell the name of its column.
func name(file string, lines []line, columns Columns, faults *Faults) []Row {
	if len(lines) == 0 {
		faults.Add(file, 0, "is empty; the first line must name the columns")
		return nil
	}
	header := lines[0]
	for i := range header.cells {
		header.cells[i] = strings.TrimSpace(header.cells[i])
	}
	if !checkHeader(file, header, columns, faults) {
		return nil
	}
	at := make(map[string]int, len(header.cells))
	for i, column := range header.cells {
		at[column] = i
	}
	var rows []Row
	for _, l := range lines[1:] {
		if len(l.cells) != len(header.cells) {
			faults.Add(file, l.number, "has %d cells where the header has %d", len(l.cells), len(header.cells))
			continue
		}
		rows = append(rows, Row{File: file, Line: l.number, at: at, cells: l.cells, faults: faults})
	}
	return rows
}

func checkHeader(file string, header line, columns Columns, faults *Faults) bool {
	before := len(*faults)
	for i, column := range header.cells {
		if slices.Contains(header.cells[:i], column) {
			faults.Add(file, header.number, "column %q stands twice", column)
		} else if !slices.Contains(columns.Need, column) && !slices.Contains(columns.May, column) {
			faults.Add(file, header.number, "column %q is not known here", column)
		}
	}
	for _, column := range columns.Need {
		if !slices.Contains(header.cells, column) {
			faults.Add(file, header.number, "column %q is missing", column)
		}
	}
	return len(*faults) == before
}
