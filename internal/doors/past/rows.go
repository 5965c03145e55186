package past

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync/atomic"
)

// rows reads a file of comma separated values, also a compressed one, row by
// row; it never holds more than one.
type rows struct {
	csv    *csv.Reader
	column map[string]int
	header []string
	now    []string
	line   int
	read   *counter
	size   int64
	close  []io.Closer
}

type counter struct {
	io.Reader
	n atomic.Int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n.Add(int64(n))
	return n, err
}

func openRows(path, comma string) (*rows, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	r := &rows{close: []io.Closer{file}}
	if info, err := file.Stat(); err == nil {
		r.size = info.Size()
	}
	r.read = &counter{Reader: file}
	var in io.Reader = r.read
	if strings.HasSuffix(path, ".gz") {
		unzipped, err := gzip.NewReader(in)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("%s is not a gzip file: %w", path, err), file.Close())
		}
		in, r.close = unzipped, append(r.close, unzipped)
	}
	if err := r.start(in, comma); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), r.Close())
	}
	return r, nil
}

func (r *rows) start(in io.Reader, comma string) error {
	r.csv = csv.NewReader(withoutMark(in))
	r.csv.ReuseRecord, r.csv.LazyQuotes, r.csv.FieldsPerRecord = true, true, -1
	if comma != "" {
		r.csv.Comma = rune(comma[0])
	}
	header, err := r.csv.Read()
	if err != nil {
		return fmt.Errorf("the file has no first line of column names: %w", err)
	}
	r.header = append([]string(nil), header...)
	r.column = make(map[string]int, len(header))
	for i, name := range r.header {
		r.column[strings.TrimSpace(name)] = i
	}
	return nil
}

// withoutMark passes over a byte order mark.
func withoutMark(in io.Reader) io.Reader {
	b := bufio.NewReaderSize(in, 1<<16)
	if start, err := b.Peek(3); err == nil && string(start) == "\ufeff" {
		_, _ = b.Discard(3)
	}
	return b
}

// next reads the next row; io.EOF ends the file.
func (r *rows) next() (err error) {
	r.now, err = r.csv.Read()
	r.line, _ = r.csv.FieldPos(0)
	return err
}

// get is the cell of a column; nothing for a column the mapping leaves out.
func (r *rows) get(column string) string {
	if i, ok := r.column[column]; ok && column != "" && i < len(r.now) {
		return strings.TrimSpace(r.now[i])
	}
	return ""
}

// lacks names a column the mapping wants and the file does not have.
func (r *rows) lacks(columns ...string) (string, bool) {
	for _, c := range columns {
		if _, ok := r.column[c]; c != "" && !ok {
			return c, true
		}
	}
	return "", false
}

// part is how much of the file was read, of how much.
func (r *rows) part() (done, total int64) { return r.read.n.Load(), r.size }

// Close closes the file.
func (r *rows) Close() error {
	var err error
	for i := len(r.close) - 1; i >= 0; i-- {
		err = errors.Join(err, r.close[i].Close())
	}
	return err
}
