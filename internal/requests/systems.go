package requests

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/journal"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/fields"
	"mahalle/internal/platform/files"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
	"mahalle/internal/promises"
)

// What other systems read of requests, written directly. They may see and do what
// the person may on the pages, and the journal says the same.

// SystemActs are the acts that other systems can do, in the order of a request's
// life.
var SystemActs = []string{"accept", "return", "take", "release", "handover", "move", "note", "ask", "reply", "pause", "resume", "finish", "refuse", "reopen", "keep-closed"}

// ActNeeds is the permission that an act needs.
func ActNeeds(act string) access.Permission { return acts[act].needs }

// AppendOne writes one request with everything but its history, as the reader may
// see it. Read in a transaction, it stays as it is until the transaction ends.
func (s *Service) AppendOne(ctx context.Context, q db.Query, b []byte, typed string) ([]byte, error) {
	one, err := s.seenIn(ctx, q, typed)
	if err != nil {
		return b, err
	}
	owed, err := promises.About(ctx, q, one.ID)
	if err != nil {
		return b, err
	}
	answers, err := s.pages.Questions.values(ctx, q, one.ID, maySeeContact(access.From(ctx), &one) == nil)
	if err != nil {
		return b, err
	}
	may := slices.DeleteFunc(fitting(s.actsFor(access.From(ctx), &one), owed), func(name string) bool { return !slices.Contains(SystemActs, name) })
	b = appendRequest(b, &one)
	b = b[:len(b)-1] // goes on
	b = fields.Field(b, "place", one.Place.Words)
	b = fields.Field(b, "street", one.Street)
	b = fields.Field(b, "department", one.Department)
	b = fields.Field(b, "offered_from", one.OfferedFrom)
	b = fields.Field(b, "holder", s.pages.personName(ctx, one.Person))
	b = fields.Moment(b, "closed", one.ClosedAt)
	b = fields.Number(b, "parts", one.Parts)
	if parent, _, part := strings.Cut(one.Number, "."); part {
		b = fields.Field(b, "parent", parent)
	}
	b = fields.List(fields.Name(b, "promises"), len(owed), func(b []byte, i int) []byte { return owed[i].AppendJSON(b) })
	b = fields.List(fields.Name(b, "acts"), len(may), func(b []byte, i int) []byte { return fields.Text(b, may[i]) })
	return appendAnswers(append(b, '}'), answers), nil
}

// seenIn finds a request that the actor may see. In a transaction it waits for
// whoever is changing it.
func (s *Service) seenIn(ctx context.Context, q db.Query, typed string) (Request, error) {
	number, err := ParseNumber(typed)
	if err != nil {
		return Request{}, err
	}
	var one Request
	if tx, writing := q.(*db.Tx); writing {
		one, err = forChange(ctx, tx, number)
	} else {
		one, err = byNumber(ctx, q, number)
	}
	if err != nil {
		return one, err
	}
	return one, maySee(access.From(ctx), &one)
}

// AppendHistory writes what happened to a request, the newest first, in the
// reader's language.
func (s *Service) AppendHistory(ctx context.Context, b []byte, typed string) ([]byte, error) {
	q := s.db.Read(ctx)
	one, err := s.seenIn(ctx, q, typed)
	if err != nil {
		return b, err
	}
	t := record{ctx: ctx, l: i18n.From(ctx), s: s, r: &one, said: map[city.ID]bool{}, names: map[city.ID]string{}}
	if t.messages, err = messagesOf(ctx, q, one.ID); err != nil {
		return b, err
	}
	all, err := journal.Of(ctx, q, one.ID, mostHistory+min(one.People, 1000))
	if err != nil {
		return b, err
	}
	b = append(b, `{"history":[`...)
	from := len(b)
	for _, e := range all {
		line, told := t.line(e)
		if !told {
			continue
		}
		if len(b) > from {
			b = append(b, ',')
		}
		b = appendLine(b, e.Kind, &line)
	}
	return append(b, `]}`...), nil
}

func appendLine(b []byte, kind string, line *ui.Entry) []byte {
	return fields.Object(b, func(b []byte) []byte {
		b = fields.Moment(b, "at", line.At)
		b = fields.Field(b, "kind", kind)
		b = fields.Field(b, "text", line.Text)
		b = fields.Field(b, "words", line.Quote)
		return fields.Field(b, "lang", line.Lang)
	})
}

// AppendPromises writes everything that was promised about a request.
func (s *Service) AppendPromises(ctx context.Context, b []byte, typed string) ([]byte, error) {
	q := s.db.Read(ctx)
	one, err := s.seenIn(ctx, q, typed)
	if err != nil {
		return b, err
	}
	all, err := promises.About(ctx, q, one.ID)
	b = append(b, `{"promises":`...)
	b = fields.List(b, len(all), func(b []byte, i int) []byte { return all[i].AppendJSON(b) })
	return append(b, '}'), err
}

// AppendPhotos writes the photos of a request; base is the address they stand
// under.
func (s *Service) AppendPhotos(ctx context.Context, b []byte, typed, base string) ([]byte, error) {
	q := s.db.Read(ctx)
	one, err := s.seenIn(ctx, q, typed)
	if err != nil {
		return b, err
	}
	all, err := photosOf(ctx, q, one.ID)
	b = append(b, `{"photos":`...)
	b = fields.List(b, len(all), func(b []byte, i int) []byte {
		p := &all[i]
		return fields.Object(b, func(b []byte) []byte {
			b = fields.Field(b, "id", string(p.ID))
			b = fields.Field(b, "kind", p.Kind)
			b = fields.Moment(b, "at", db.Time(p.At))
			b = fields.Number(fields.Number(b, "width", p.Width), "height", p.Height)
			return fields.Field(b, "address", base+"/"+one.Number+"/photos/"+string(p.ID))
		})
	})
	return append(b, '}'), err
}

// ServePhoto answers with a photo of a request that the reader may see.
func (s *Service) ServePhoto(w http.ResponseWriter, r *http.Request, typed, id string, small bool) error {
	q := s.db.Read(r.Context())
	one, err := s.seenIn(r.Context(), q, typed)
	if err != nil {
		return err
	}
	p, err := photoByID(r.Context(), q, city.ID(id))
	if err == nil && p.Request != one.ID {
		err = fault.New(fault.NotFound, "files.not_found")
	}
	if err != nil {
		return err
	}
	ref := p.Full
	if small {
		ref = p.Thumb
	}
	return files.ServePhoto(w, r, s.files, files.Ref(ref), one.Number+".jpg")
}

// TakePhoto takes a photo in that belongs to no request yet, and gives the word
// by which a new request or an act can name it.
func (s *Service) TakePhoto(ctx context.Context, picture io.Reader) (word string, err error) {
	photo, err := files.ReadPhoto(ctx, picture, files.Limits{})
	if err != nil {
		return "", err
	}
	var u upload
	if s.keepPhoto(ctx, photo, &u); u.failed != nil {
		return "", u.failed
	}
	return keptWord(u.photos[0]), nil
}

// keptPhotos are the photos that a system names by their words.
func (s *Service) keptPhotos(ctx context.Context, named []string, is func(bad bool, name, key string, args ...any)) []Picture {
	is(len(named) > mostPhotos, "photos", "requests.too_many_photos", "most", mostPhotos)
	var all []Picture
	for _, word := range named[:min(len(named), mostPhotos)] {
		p, ok := parseKept(word)
		for _, ref := range []files.Ref{p.Full, p.Thumb} {
			ok = ok && s.kept(ctx, ref)
		}
		is(!ok, "photos", "files.not_found")
		all = append(all, p)
	}
	return all
}

func (s *Service) kept(ctx context.Context, ref files.Ref) bool {
	blob, err := s.files.Open(ctx, ref)
	if err != nil {
		return false
	}
	return blob.Close() == nil
}

// Sent is an act as another system sends it: what it says, by the names of the
// form's fields.
type Sent struct {
	Fields url.Values
	Photos []string // words of TakePhoto
}

// ActOn does one of SystemActs in the transaction, or says everything that is
// wrong with what was sent.
func (s *Service) ActOn(ctx context.Context, tx *db.Tx, act, typed string, sent Sent) error {
	number, err := ParseNumber(typed)
	if err != nil {
		return err
	}
	one, err := s.seenIn(ctx, tx, number)
	if err != nil {
		return err
	}
	if err := mayAct(access.From(ctx), &one, act); err != nil {
		return err
	}
	var wrong []fault.Field
	photos := s.keptPhotos(ctx, sent.Photos, func(bad bool, name, key string, args ...any) {
		if bad {
			wrong = append(wrong, fault.Field{Name: name, Key: key, Args: args})
		}
	})
	f, err := s.readForm(ctx, tx, act, number, &upload{fields: sent.Fields, photos: photos})
	if err == nil && len(wrong) > 0 {
		err = fault.Fields(wrong...)
	}
	if err != nil {
		return err
	}
	return acts[act].do(s, ctx, tx, number, f)
}

// Seen shows who asked, and the journal says who looked and, where they are not on
// the case, why.
func (s *Service) Seen(ctx context.Context, tx *db.Tx, b []byte, typed, reason, words string) ([]byte, error) {
	number, err := ParseNumber(typed)
	if err != nil {
		return b, err
	}
	c, err := s.Contact(ctx, tx, number, Looking{Reason: reason, Words: i18n.CleanText(words)})
	return fields.Object(b, func(b []byte) []byte {
		b = fields.Field(fields.Field(b, "name", c.Name), "email", c.Email)
		return fields.Field(fields.Field(b, "phone", c.Phone), "lang", string(c.Lang))
	}), err
}
