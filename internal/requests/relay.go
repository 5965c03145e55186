package requests

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/once"
)

// Other systems tell for residents what they could have told us themselves. The
// same rules hold; a system speaks for the resident only about what it told.

// Relayed is a report that came through another system.
type Relayed struct {
	From        string // its short name
	Key         string // its own name for the report: the same again is the same request; empty: none
	Subject     string
	Description string
	Point       city.Point // unknown: by area or words
	Area        string     // code of a district or neighbourhood
	Where       string     // an address in words
	Name        string
	Email       string
	Phone       string
	Answers     url.Values // to the questions of the subject, as a form has them
	Photos      []Picture
	// Then is done in the same transaction; nil: nothing.
	Then func(ctx context.Context, tx *db.Tx, o Opened) error
}

// Relay opens a report of another system, once for each of its keys. Faults are
// told by the names of our form: description, place, email …
func (s *Service) Relay(ctx context.Context, in Relayed) (Opened, error) {
	c, known := s.pages.subject(ctx, in.Subject)
	if !known {
		return Opened{}, fault.New(fault.NotFound, "requests.staff_choose_subject")
	}
	d := in.draft(ctx, s)
	rep, err := s.checked(ctx, &d, c, upload{photos: in.Photos})
	if err != nil {
		return Opened{}, err
	}
	rep.Channel, rep.External = "partner", in.From+"/"+in.Key
	if in.Key == "" {
		rep.External = in.From + "/" + string(city.NewID())
	}
	answer, _, err := once.Do(ctx, s.db, "relay "+in.From, in.Key, func(tx *db.Tx) (string, error) {
		o, err := s.Open(ctx, tx, rep)
		if err == nil && in.Then != nil {
			err = in.Then(ctx, tx, o)
		}
		return o.Number + " " + string(o.ID), err
	})
	number, id, _ := strings.Cut(answer, " ")
	return Opened{ID: city.ID(id), Number: number}, err
}

func (in Relayed) draft(ctx context.Context, s *Service) draft {
	d := draft{Subject: in.Subject, Description: in.Description, Where: in.Where, Name: in.Name, Email: in.Email, Phone: in.Phone,
		Public: true, Answers: in.Answers}
	if !in.Point.Unknown() {
		d.Lat, d.Lon = millionths(in.Point.Lat), millionths(in.Point.Lon)
	}
	if in.Area == "" {
		return d
	}
	for _, area := range s.pages.districts(ctx) {
		if area.Code == in.Area {
			d.District = area.Code
			return d
		}
		if knows(s.pages.neighbourhoods(ctx, area.Code), in.Area) {
			d.District, d.Neighbourhood = area.Code, in.Area
			return d
		}
	}
	d.District = in.Area // is told as unknown
	return d
}

func millionths(n int32) string { return strconv.FormatFloat(float64(n)/1e6, 'f', 6, 64) }

// AddPhotos puts photos to a report that were on their way when it was told.
func (s *Service) AddPhotos(ctx context.Context, tx *db.Tx, number string, photos []Picture) error {
	r, err := forChange(ctx, tx, number)
	if err != nil || r.Photos+len(photos) > mostPhotos {
		return err
	}
	if err := s.keepPhotos(ctx, tx, &r, photos, "report", ""); err != nil {
		return err
	}
	r.Photos += len(photos)
	return save(ctx, tx, &r)
}

// Word is what another system adds to a request, for whoever told it there.
type Word struct {
	From   string
	Key    string // its own name for it: the same again is said once
	Number string
	Text   string
	Photos []Picture
	Fixed  bool // it is done
	Open   bool // it is not done
	Writes bool // it may add to any request it sees, not only to its own
	Then   func(ctx context.Context, tx *db.Tx, message city.ID) error
}

// RelayWord keeps what another system adds. On what is finished, "done" is the
// resident's yes and "open" the resident's no; on what is not, they are words
// like others. It gives the name under which the words are shown again.
func (s *Service) RelayWord(ctx context.Context, w Word) (city.ID, error) {
	w.Text = strings.TrimSpace(i18n.CleanText(w.Text))
	if len([]rune(w.Text)) > mostWords {
		return "", fault.Fields(fault.Field{Name: "description", Key: "requests.words_too_long", Args: []any{"most", mostWords}})
	}
	id, _, err := once.Do(ctx, s.db, "word "+w.From, w.Key, func(tx *db.Tx) (string, error) {
		id, err := s.word(ctx, tx, w)
		if err == nil && w.Then != nil {
			err = w.Then(ctx, tx, id)
		}
		return string(id), err
	})
	return city.ID(id), err
}

func (s *Service) word(ctx context.Context, tx *db.Tx, w Word) (city.ID, error) {
	r, err := forChange(ctx, tx, w.Number)
	if err != nil {
		return "", err
	}
	if r.Confidential || r.Parent != "" {
		return "", fault.New(fault.NotFound, "requests.not_found")
	}
	own := fromOf(r.External) == w.From && w.From != ""
	switch {
	case !own && !w.Writes:
		return "", fault.New(fault.Forbidden, "requests.not_your_link")
	case own && r.Status == Done && w.Fixed:
		return s.relayYes(ctx, tx, w)
	case own && w.Open && (r.Status == Done || r.Status == Closed):
		return s.relayNo(ctx, tx, w)
	case (r.Status == Done || r.Status == Closed) && w.Open:
		return "", fault.New(fault.Forbidden, "requests.not_your_link") // only who asked says that it is not done
	case own && r.Status.Open():
		return s.relayWriting(ctx, tx, w)
	}
	return s.relayNote(ctx, tx, w)
}

func (s *Service) relayYes(ctx context.Context, tx *db.Tx, w Word) (id city.ID, err error) {
	err = s.change(ctx, tx, w.Number, func(r *Request) error {
		if err := r.Confirm("", clock.Now(ctx)); err != nil {
			return err
		}
		id, err = s.sayAs(ctx, tx, r, Praise, w)
		return err
	}, func(f events.Request) events.Event { return events.ResidentConfirmed{Request: f, Message: id} })
	return id, err
}

func (s *Service) relayNo(ctx context.Context, tx *db.Tx, w Word) (id city.ID, err error) {
	if w.Text == "" {
		return "", fault.Fields(fault.Field{Name: "description", Key: "requests.say_what_is_missing"})
	}
	err = s.change(ctx, tx, w.Number, func(r *Request) error {
		if err := r.Object("", clock.Now(ctx)); err != nil {
			return err
		}
		if id, err = s.sayAs(ctx, tx, r, Objection, w); err != nil {
			return err
		}
		return s.promiseDecision(ctx, tx, r)
	}, func(f events.Request) events.Event { return events.ReopenRequested{Request: f, Message: id} })
	return id, err
}

func (s *Service) relayWriting(ctx context.Context, tx *db.Tx, w Word) (id city.ID, err error) {
	return s.hear(ctx, tx, w.Number, w.Text, w.Photos, func(*Request) error { return nil })
}

// relayNote keeps words that are not the resident's own, or come when all is
// over: colleagues read them, and nothing else happens.
func (s *Service) relayNote(ctx context.Context, tx *db.Tx, w Word) (id city.ID, err error) {
	if w.Text == "" {
		return "", fault.Fields(fault.Field{Name: "description", Key: "requests.write_something"})
	}
	err = s.change(ctx, tx, w.Number, func(r *Request) error {
		id, err = s.sayAs(ctx, tx, r, Note, w)
		return err
	}, func(f events.Request) events.Event { return events.RequestNoted{Request: f, Message: id} })
	return id, err
}

// sayAs keeps the words and photos of another system.
func (s *Service) sayAs(ctx context.Context, tx *db.Tx, r *Request, kind MessageKind, w Word) (city.ID, error) {
	id, err := s.say(ctx, tx, r, kind, w.Text, i18n.From(ctx).Lang)
	if err != nil {
		return id, err
	}
	r.Photos += len(w.Photos)
	return id, s.keepPhotos(ctx, tx, r, w.Photos, "answer", id)
}
