package requests

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
)

// brief hands out one page of a list for programs, row by row: only what they
// are told, and each row as one cell. A page of fifty costs its cells and not its
// rows: the driver takes a lock and makes a string for each of them, a quarter of
// the whole page.
func brief(ctx context.Context, q db.Query, a access.Actor, f Filter, each func(*Request)) error {
	b := &ask{columns: briefRow, apart: briefCells, args: []any{q.Tenant()}}
	text := b.build(a, f)
	_, err := db.All(ctx, q, func(row db.Row) (none struct{}, err error) {
		r, err := scanBrief(row)
		if err == nil {
			each(&r)
		}
		return none, err
	}, text, b.args...)
	return err
}

// separator stands between the fields of a brief row: the unit separator of ASCII,
// which no code has. What people wrote comes last and may hold anything.
const separator = "\x1f"

const (
	briefCells = `id, number, kind, subject, status, unit, district, neighbourhood, lat, lon, lang, channel,
	opened_at, due_at, late, reopened, people, photos, done_at, outcome, confirmed, kept, kept_at, said_at, description`
	briefRow = `concat_ws('` + separator + `', ` + briefCells + `)`
)

func scanBrief(row db.Row) (Request, error) {
	var text string
	if err := row.Scan(&text); err != nil {
		return Request{}, err
	}
	return readBrief(text)
}

func readBrief(text string) (Request, error) {
	c := cells{rest: text}
	r := Request{ID: city.ID(c.next()), Number: c.next(), Kind: c.next(), Subject: c.next(), Status: Status(c.next()), Unit: c.next()}
	r.Place.District, r.Place.Neighbourhood = c.next(), c.next()
	r.Place.Point = city.Point{Lat: int32(c.number()), Lon: int32(c.number())}
	r.Lang, r.Channel = city.Lang(c.next()), c.next()
	r.Opened, r.Due = db.Time(c.number()), db.Time(c.number())
	r.Late, r.Reopened, r.People, r.Photos = c.number() == 1, int(c.number()), int(c.number()), int(c.number())
	r.DoneAt, r.Outcome, r.Confirmed = db.Time(c.number()), Outcome(c.next()), Confirmed(c.next())
	r.Kept, r.KeptAt, r.SaidAt = Kept(c.next()), db.Time(c.number()), db.Time(c.number())
	r.Description = c.rest
	return r, c.err
}

// cells are the fields of a brief row, one after the other.
type cells struct {
	rest string
	err  error
}

func (c *cells) next() string {
	field, rest, ok := strings.Cut(c.rest, separator)
	if !ok && c.err == nil {
		c.err = errors.New("a brief row ends too early")
	}
	c.rest = rest
	return field
}

func (c *cells) number() int64 {
	n, err := strconv.ParseInt(c.next(), 10, 64)
	if err != nil && c.err == nil {
		c.err = err
	}
	return n
}
