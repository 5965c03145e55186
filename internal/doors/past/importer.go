package past

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
)

// Past is one request as another system remembers it, in our codes.
type Past struct {
	External    string
	Kind        string
	Subject     string
	Unit        string // empty: our owner rules decide
	Description string
	Reply       string
	Lang        city.Lang
	Channel     string
	Place       city.Place
	Opened      time.Time
	Target      time.Time // zero: nothing was promised
	Closed      time.Time // zero: still open
}

// OnTime reports whether it was closed by its promised time.
func (p Past) OnTime() bool { return !p.Closed.After(p.Target) }

// City is what the importer asks of the city it imports into; package app joins it.
type City struct {
	// Remember writes one past request; false if its external name is known.
	Remember func(ctx context.Context, tx *db.Tx, p Past) (isNew bool, err error)
	// Find looks up a code by a word of the file: its code or any of its names.
	// What is one of subject, unit, kind, district, neighbourhood.
	Find func(ctx context.Context, what, word string) (code string, ok bool)
	// At finds the areas of a point.
	At func(ctx context.Context, p city.Point) city.Place
}

// Importer brings in files of requests.
type Importer struct {
	DB      *db.DB
	City    City
	Mapping *Mapping
	// Rejected receives the rows that could not be brought in, with line and
	// reason before the file's own columns.
	Rejected io.Writer
	// Progress is told from time to time how much of the file was read.
	Progress func(done, total int64, a Account)
}

// Account says what became of every row. Read = New + Known + Rejected.
type Account struct {
	Read, New, Known, Rejected int
	WithoutTarget              int
	WithoutPlace               int
	Compared                   int            // rows in which the file has its own verdict
	Differences                []Difference   // where our verdict differs from the file's
	Unknown                    map[string]int // words nobody knows → how often; "subject: Foo"
	Took                       time.Duration
}

// Difference is a row whose promised time leads us to another verdict than the file's.
type Difference struct {
	Line     int
	External string
	File     string // what the file says
	Ours     string // yes or no
}

// Adds reports whether every row is accounted for.
func (a Account) Adds() bool { return a.Read == a.New+a.Known+a.Rejected }

// atOnce is how many rows one transaction holds.
const atOnce = 1000

type job struct {
	*Importer
	rows     *rows
	rejected *csv.Writer
	account  Account
	found    map[string]string // "what word" → code, so that names are folded once
}

// File brings in one file. Rows that are wrong are set aside; an error means the
// import stopped, and what the account counts is on the disk.
func (im *Importer) File(ctx context.Context, path string) (Account, error) {
	r, err := openRows(path, im.Mapping.Comma)
	if err != nil {
		return Account{}, err
	}
	defer r.Close()
	c := im.Mapping.Columns
	if name, lacks := r.lacks(c.External, c.Opened, c.Target, c.Closed, c.OnTime, c.Status, c.Subject, c.Unit, c.Kind,
		c.District, c.Neighbourhood, c.Lat, c.Lon, c.Place, c.Description, c.Reply, c.Channel); lacks {
		return Account{}, fmt.Errorf("%s has no column %q, which the mapping names", path, name)
	}
	j := &job{Importer: im, rows: r, found: map[string]string{}, account: Account{Unknown: map[string]int{}}}
	if im.Rejected != nil {
		j.rejected = csv.NewWriter(im.Rejected)
		_ = j.rejected.Write(append([]string{"line", "reason"}, r.header...))
		defer j.rejected.Flush()
	}
	return j.run(ctx)
}

func (j *job) run(ctx context.Context) (Account, error) {
	begun := time.Now()
	for {
		batch, end := j.batch(ctx)
		fresh := 0
		err := j.DB.WriteMany(ctx, func(tx *db.Tx) error {
			fresh = 0
			for _, p := range batch {
				isNew, err := j.City.Remember(ctx, tx, p)
				if err != nil {
					return fmt.Errorf("%s: %w", p.External, err)
				}
				if isNew {
					fresh++
				}
			}
			return nil
		})
		j.account.Took = time.Since(begun)
		if err != nil {
			j.account.Read -= len(batch)
			return j.account, err
		}
		j.account.New += fresh
		j.account.Known += len(batch) - fresh
		if j.Progress != nil {
			done, total := j.rows.part()
			j.Progress(done, total, j.account)
		}
		if end != nil {
			if errors.Is(end, io.EOF) {
				end = nil
			}
			return j.account, end
		}
	}
}

// batch reads rows until it has enough good ones, or the file ends.
func (j *job) batch(ctx context.Context) ([]Past, error) {
	batch := make([]Past, 0, atOnce)
	for len(batch) < atOnce {
		if err := ctx.Err(); err != nil {
			return batch, err
		}
		err := j.rows.next()
		if errors.Is(err, io.EOF) {
			return batch, err
		}
		j.account.Read++
		if err != nil {
			j.reject(err.Error())
			continue
		}
		p, why := j.past(ctx)
		if why != "" {
			j.reject(why)
			continue
		}
		batch = append(batch, p)
	}
	return batch, nil
}

func (j *job) reject(why string) {
	j.account.Rejected++
	if j.rejected != nil {
		_ = j.rejected.Write(append([]string{strconv.Itoa(j.rows.line), why}, j.rows.now...))
	}
}

// past makes a row into a past request, or says why it cannot.
func (j *job) past(ctx context.Context) (p Past, why string) {
	c, get := j.Mapping.Columns, j.rows.get
	p = Past{External: get(c.External), Lang: j.Mapping.Lang, Description: i18n.CleanText(get(c.Description)), Reply: i18n.CleanText(get(c.Reply))}
	if p.External == "" {
		return p, "the row has no name of its own in " + c.External
	}
	if why = j.times(&p); why != "" {
		return p, why
	}
	var ok bool
	if p.Subject, ok = j.code(ctx, "subject", get(c.Subject)); !ok {
		return p, fmt.Sprintf("unknown subject %q", get(c.Subject))
	}
	p.Unit, _ = j.code(ctx, "unit", get(c.Unit))
	if p.Kind, ok = j.code(ctx, "kind", get(c.Kind)); !ok {
		p.Kind = j.Mapping.Kind
	}
	if p.Channel, ok = j.Mapping.translate("channel", get(c.Channel)); !ok {
		p.Channel = "import"
	}
	j.place(ctx, &p)
	j.compare(p)
	return p, ""
}

func (j *job) times(p *Past) (why string) {
	c := j.Mapping.Columns
	for _, t := range []struct {
		to     *time.Time
		column string
	}{{&p.Opened, c.Opened}, {&p.Target, c.Target}, {&p.Closed, c.Closed}} {
		var err error
		if *t.to, err = j.Mapping.moment(j.rows.get(t.column)); err != nil {
			return t.column + ": " + err.Error()
		}
	}
	switch status, _ := j.Mapping.translate("status", j.rows.get(c.Status)); {
	case p.Opened.IsZero():
		return "no opening time in " + c.Opened
	case !p.Closed.IsZero() && p.Closed.Before(p.Opened):
		return "closed before it was opened"
	case status == "open":
		p.Closed = time.Time{}
	}
	return ""
}

// code finds our code for a word of the file. Unknown words are collected.
func (j *job) code(ctx context.Context, what, word string) (string, bool) {
	if word == "" {
		return "", false
	}
	key := what + ": " + word
	if code, known := j.found[key]; known {
		if code == "" {
			j.account.Unknown[key]++
		}
		return code, code != ""
	}
	code, ok := j.City.Find(ctx, what, word)
	if !ok {
		code, ok = j.Mapping.translate(what, word)
	}
	if !ok {
		j.account.Unknown[key]++
	}
	j.found[key] = code
	return code, ok
}

// place takes the point if there is one; 0,0 and missing numbers mean that
// nobody knows, and the names in the file then have to do.
func (j *job) place(ctx context.Context, p *Past) {
	c := j.Mapping.Columns
	lat, lon := degrees(j.rows.get(c.Lat)), degrees(j.rows.get(c.Lon))
	if lat != 0 && lon != 0 {
		p.Place.Point = city.PointAt(lat, lon)
		at := j.City.At(ctx, p.Place.Point)
		p.Place.District, p.Place.Neighbourhood = at.District, at.Neighbourhood
	} else {
		j.account.WithoutPlace++
	}
	if d, ok := j.code(ctx, "district", j.rows.get(c.District)); ok {
		p.Place.District = d
	}
	if n, ok := j.code(ctx, "neighbourhood", j.rows.get(c.Neighbourhood)); ok {
		p.Place.Neighbourhood = n
	}
	p.Place.Words = i18n.CleanText(j.rows.get(c.Place))
}

func degrees(s string) float64 {
	f, err := strconv.ParseFloat(strings.ReplaceAll(i18n.ASCIIDigits(s), ",", "."), 64)
	if err != nil || !(f >= -180 && f <= 180) {
		return 0
	}
	return f
}

// compare sets our verdict beside the file's own.
func (j *job) compare(p Past) {
	if p.Target.IsZero() {
		j.account.WithoutTarget++
		return
	}
	says, ok := j.Mapping.translate("on_time", j.rows.get(j.Mapping.Columns.OnTime))
	if !ok || p.Closed.IsZero() {
		return
	}
	j.account.Compared++
	ours := "no"
	if p.OnTime() {
		ours = "yes"
	}
	if ours != says {
		j.account.Differences = append(j.account.Differences, Difference{Line: j.rows.line, External: p.External, File: says, Ours: ours})
	}
}
