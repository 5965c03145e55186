package requests

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"sync"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/fields"
	"mahalle/internal/platform/geo"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/mail"
	"mahalle/internal/platform/once"
	"mahalle/internal/platform/phone"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/web"
)

// The doors for programs: lists, one request and pins as JSON.

func (s *Service) programRoutes(r *web.Router) {
	r.Handle("GET /staff/requests.json", CanView, s.listJSON, web.ForPrograms)
	r.Handle("GET /staff/requests/{number}/request.json", CanView, s.oneJSON, web.ForPrograms)
	r.Handle("POST /staff/requests.json", CanIntake, s.createJSON, web.ForPrograms)
	r.Handle("GET /map/pins.json", access.Public, s.pinsJSON, web.ForPrograms)
}

var bytesPool = sync.Pool{New: func() any { b := make([]byte, 0, 64<<10); return &b }}

// answerJSON lends a buffer to whoever writes the answer.
func answerJSON(w http.ResponseWriter, write func(b []byte) []byte) error {
	lent := bytesPool.Get().(*[]byte)
	defer bytesPool.Put(lent)
	*lent = write((*lent)[:0])
	return web.JSON(w, http.StatusOK, *lent)
}

// mostListed is how many requests one page of JSON may hold.
const mostListed = 1000

func (s *Service) listJSON(w http.ResponseWriter, r *http.Request) error {
	lent := bytesPool.Get().(*[]byte)
	defer bytesPool.Put(lent)
	var err error
	if *lent, _, err = s.AppendList(r.Context(), (*lent)[:0], r.URL.Query(), mostListed); err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, *lent)
}

// AppendList writes one page of a list that the reader may see, as
// {"requests":[…],"after":"…"}, and tells where the next page begins; "" behind
// the last. A mistyped filter is fault.Invalid.
func (s *Service) AppendList(ctx context.Context, b []byte, query url.Values, most int) (list []byte, after string, err error) {
	f, err := parseFilter(ctx, query, most)
	if err != nil {
		return b, "", err
	}
	p := written{text: append(b, `{"requests":[`...)}
	err = brief(ctx, s.db.Read(ctx), access.From(ctx), f, func(one *Request) { p.add(f, one) })
	if err != nil {
		return b, "", err
	}
	b, after = p.end(f)
	return b, after, nil
}

// written is a page of a list being written as its rows come.
type written struct {
	text []byte
	rows int
	last Mark
}

func (p *written) add(f Filter, r *Request) {
	if p.rows > 0 {
		p.text = append(p.text, ',')
	}
	p.text = appendRequest(p.text, r)
	p.rows, p.last = p.rows+1, f.mark(*r)
}

// end tells where the list goes on, if it does.
func (p *written) end(f Filter) (list []byte, after string) {
	p.text = append(p.text, ']')
	if p.rows == f.Limit {
		after = p.last.String()
	}
	return append(fields.Field(p.text, "after", after), '}'), after
}

func (s *Service) oneJSON(w http.ResponseWriter, r *http.Request) error {
	number, err := ParseNumber(r.PathValue("number"))
	if err != nil {
		return err
	}
	one, err := byNumber(r.Context(), s.db.Read(r.Context()), number)
	if err != nil {
		return err
	}
	if err := maySee(access.From(r.Context()), &one); err != nil {
		return err
	}
	reader := access.From(r.Context())
	personal := maySeeContact(reader, &one) == nil && onCase(reader, &one) // others say why first
	answers, err := s.pages.Questions.values(r.Context(), s.db.Read(r.Context()), one.ID, personal)
	if err != nil {
		return err
	}
	return answerJSON(w, func(b []byte) []byte { return appendAnswers(appendRequest(b, &one), answers) })
}

// pinsJSON lists public requests in a box as ["number", lat, lon, "status",
// "subject"]; more tells that a closer zoom would show more.
func (s *Service) pinsJSON(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	box, err := parseBox(q)
	if err != nil {
		return err
	}
	limit := between(q.Get("limit"), 200, mostPins)
	found, err := pins(r.Context(), s.db.Read(r.Context()), box, q.Get("closed") == "1", limit)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "public, max-age=30")
	return answerJSON(w, func(b []byte) []byte {
		b = append(b, `{"pins":[`...)
		for i := range found {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendPin(b, &found[i])
		}
		b = append(b, `],"more":`...)
		b = strconv.AppendBool(b, len(found) == limit)
		return append(b, '}')
	})
}

// widest is the side of the largest box whose pins are listed: 0.05 degrees.
const widest = 50_000

func parseBox(q url.Values) (geo.Box, error) {
	box, err := sides(q)
	return box.Middle(widest), err
}

// sides reads the four edges of a piece of map, in degrees and any digits.
func sides(q url.Values) (geo.Box, error) {
	var side [4]int32
	for i, name := range []string{"south", "west", "north", "east"} {
		f, err := strconv.ParseFloat(i18n.ASCIIDigits(q.Get(name)), 64)
		if err != nil || !(f >= -180 && f <= 180) {
			return geo.Box{}, fault.New(fault.Invalid, "requests.not_a_box")
		}
		side[i] = city.PointAt(f, 0).Lat
	}
	box := geo.Box{South: side[0], West: side[1], North: side[2], East: side[3]}
	if box.South > box.North || box.West > box.East {
		return geo.Box{}, fault.New(fault.Invalid, "requests.not_a_box")
	}
	return box, nil
}

func between(s string, usual, most int) int {
	n, err := strconv.Atoi(i18n.ASCIIDigits(s))
	if err != nil || n < 1 {
		return usual
	}
	return min(n, most)
}

// created is the JSON form of a report that another program makes for a resident.
type created struct {
	Key         string    `json:"key"` // the same key again gets the first answer
	Kind        string    `json:"kind"`
	Subject     string    `json:"subject"`
	Description string    `json:"description"`
	Lang        city.Lang `json:"lang"`
	District    string    `json:"district"`
	Lat         float64   `json:"lat"`
	Lon         float64   `json:"lon"`
	Words       string    `json:"place"`
	Name        string    `json:"name"`
	Email       string    `json:"email"`
	Phone       string    `json:"phone"`

	Answers programAnswers `json:"answers"` // to the questions of the subject
}

// createJSON opens a request that came through another program.
func (s *Service) createJSON(w http.ResponseWriter, r *http.Request) error {
	rep, key, err := s.readCreated(r.Context(), r.Body)
	if err != nil {
		return err
	}
	answer, repeated, err := once.Do(r.Context(), s.db, "requests.json", key, func(tx *db.Tx) (string, error) {
		o, err := s.Open(r.Context(), tx, rep)
		return o.Number, err
	})
	if err != nil {
		return err
	}
	status := http.StatusCreated
	if repeated {
		status = http.StatusOK
	}
	return web.JSON(w, status, append(fields.Text([]byte(`{"number":`), answer), '}'))
}

func (s *Service) readCreated(ctx context.Context, body io.Reader) (Report, string, error) {
	var c created
	in := json.NewDecoder(body)
	in.DisallowUnknownFields()
	if err := in.Decode(&c); err != nil {
		return Report{}, "", fault.Wrap(fault.Invalid, err, "requests.json_broken")
	}
	rep, err := c.report(ctx)
	if err == nil {
		rep.Answers, err = s.answeredBy(ctx, rep.Subject, c.Answers)
	}
	return rep, c.Key, err
}

func (c *created) report(ctx context.Context) (Report, error) {
	lang, known := city.ParseLang(string(c.Lang))
	if !known {
		lang = i18n.From(ctx).Lang
	}
	contact, err := contactFrom(ctx, c.Name, c.Email, c.Phone, lang)
	if err != nil {
		return Report{}, err
	}
	if len([]rune(c.Description)) > mostDescribed || len(c.Key) > 200 {
		return Report{}, fault.New(fault.TooLarge, "web.too_large")
	}
	p := city.Place{District: c.District, Words: i18n.CleanText(c.Words)}
	if c.Lat != 0 || c.Lon != 0 {
		p.Point = city.PointAt(c.Lat, c.Lon)
	}
	return Report{Kind: c.Kind, Subject: c.Subject, Description: c.Description, Lang: lang, Place: p, Channel: "web", Contact: contact}, nil
}

// mostDescribed is how many letters a description may have.
const mostDescribed = 4000

func contactFrom(ctx context.Context, name, email, number string, lang city.Lang) (c Contact, err error) {
	c = Contact{Name: i18n.CleanText(name), Lang: lang}
	if email != "" {
		if c.Email, err = mail.ParseAddress(email); err != nil {
			return c, err
		}
	}
	if number != "" {
		c.Phone, err = phone.Parse(number, tenant.From(ctx).Phone)
	}
	return c, err
}
