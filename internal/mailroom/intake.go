package mailroom

import (
	"context"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/mailroom/letter"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
)

// origin is where a letter came from, and its name there.
type origin struct {
	Key      string
	Box      string
	Validity uint32
	UID      uint32
}

// arrival is a letter in the hand.
type arrival struct {
	letter.Letter
	origin
	Size     int64
	TooLarge bool
	Photos   []Picture
}

const (
	mostPerHour = 10   // letters of one sender that are taken without a look
	mostKept    = 8000 // letters of text that are offered for a request
)

// take decides what becomes of a letter and keeps it. The second time nothing
// happens.
func (s *Service) take(ctx context.Context, tx *db.Tx, b Box, in arrival) error {
	if known, err := knownKey(ctx, tx, in.origin.Key); err != nil || known {
		return err
	}
	m := s.written(ctx, in)
	if err := s.sort(ctx, tx, b, in, &m); err != nil {
		return err
	}
	if isNew, err := insert(ctx, tx, m, in.origin, in.Photos); err != nil || !isNew {
		return err
	}
	if m.State == Waiting && m.Address != "" {
		if err := s.acknowledge(ctx, tx, &m); err != nil {
			return err
		}
	}
	return s.journal.Record(ctx, tx, events.LetterArrived{Mail: events.Mail{ID: m.ID}, Channel: m.Channel, State: string(m.State), Mark: string(m.Mark), Number: m.Number})
}

// Deliver takes in a letter that was read elsewhere, as a demonstration does.
func (s *Service) Deliver(ctx context.Context, tx *db.Tx, l letter.Letter) error {
	return s.take(ctx, tx, Box{}, arrival{Letter: l, origin: origin{Key: l.Key}})
}

func (s *Service) written(ctx context.Context, in arrival) Mail {
	now := clock.Now(ctx)
	m := Mail{ID: city.NewIDAt(now), Channel: "mail", State: Waiting, Lang: in.Lang, Size: in.Size, Photos: len(in.Photos), At: now,
		Words: Words{Address: in.From, Name: in.Name, NameOf: in.Letter.ID, Subject: in.Subject, Text: in.Text, Whole: in.Whole, Refused: in.Refused}}
	switch {
	case in.TooLarge:
		m.Mark = TooLarge
	case in.From == "":
		m.Mark = NoSender
	case in.Damaged:
		m.Mark = Damaged
	}
	return m
}

// sort tells machines from people, and answers from what is new.
func (s *Service) sort(ctx context.Context, tx *db.Tx, b Box, in arrival, m *Mail) error {
	switch {
	case in.Machine == letter.Bounce:
		m.State = Bounce
		return s.cameBack(ctx, tx, in.Returned)
	case in.Machine != "" || s.isOurs(b, in.From):
		m.State = Machine
		return nil
	}
	n, err := since(ctx, tx, in.From, db.Micros(m.At.Add(-time.Hour)))
	if err != nil {
		return err
	}
	if in.From != "" && n >= mostPerHour {
		m.State = Held
		return nil
	}
	return s.join(ctx, tx, b, in, m)
}

func (s *Service) cameBack(ctx context.Context, tx *db.Tx, names []string) error {
	for _, name := range names {
		id, _, _ := strings.Cut(name, "@")
		if !city.ID(id).Valid() {
			continue
		}
		if err := replyCameBack(ctx, tx, city.ID(id)); err != nil {
			return err
		}
		if err := s.needs.CameBack(ctx, tx, city.ID(id)); err != nil {
			return err
		}
	}
	return nil
}

// join puts an answer on its request. The seal on the address it was sent to
// proves that its sender had a letter of ours, and so does naming that letter;
// only who asked is believed.
func (s *Service) join(ctx context.Context, tx *db.Tx, b Box, in arrival, m *Mail) error {
	if known, err := s.fromBody(ctx, tx, in, m); err != nil || known {
		return err
	}
	number, genuine := s.sealedFor(ctx, b, in.To)
	if number != "" && !genuine {
		m.Number, m.Mark = number, Forged
		return nil
	}
	if number == "" {
		var err error
		if number, err = s.named(ctx, tx, in.Answers); err != nil || number == "" {
			return err
		}
	}
	m.Number = number
	if in.TooLarge {
		return nil
	}
	heard := access.With(i18n.With(ctx, s.speak(ctx, m.Lang)), access.Actor{Kind: access.Resident})
	err := s.needs.Hear(heard, tx, number, in.From, clip(in.Text, mostKept), in.Photos)
	switch fault.KindOf(err) {
	case fault.None:
		m.State, m.Handled = Joined, m.At
	case fault.Forbidden:
		m.Mark = Stranger
	case fault.Conflict, fault.Invalid:
		m.Mark = NotOpen
	case fault.NotFound:
		m.Number = ""
	default:
		return err
	}
	return nil
}

// fromBody puts the answer of a body outside on the request that our letter to it
// was about. One with photos waits for the desk, which attaches them.
func (s *Service) fromBody(ctx context.Context, tx *db.Tx, in arrival, m *Mail) (known bool, err error) {
	for _, name := range in.Answers {
		id, _, _ := strings.Cut(name, "@")
		if !city.ID(id).Valid() {
			continue
		}
		text := clip(in.Text, mostKept)
		if in.TooLarge || len(in.Photos) > 0 {
			text = ""
		}
		number, heard, err := s.needs.HearBody(ctx, tx, city.ID(id), in.From, text)
		if err != nil || number == "" {
			return false, err
		}
		if m.Number = number; heard {
			m.State, m.Handled = Joined, m.At
		} else if m.Mark == Plain {
			m.Mark = Stranger
		}
		return true, nil
	}
	return false, nil
}

// named finds the request of the letter of ours that is answered.
func (s *Service) named(ctx context.Context, q db.Query, answers []string) (string, error) {
	for _, name := range answers {
		id, _, _ := strings.Cut(name, "@")
		if !city.ID(id).Valid() {
			continue
		}
		number, known, err := s.needs.About(ctx, q, city.ID(id))
		if err == nil && !known {
			number, known, err = repliedAbout(ctx, q, city.ID(id))
		}
		if err != nil || known {
			return number, err
		}
	}
	return "", nil
}

// speak is the language of a letter to whoever wrote in lang.
func (s *Service) speak(ctx context.Context, lang city.Lang) i18n.Locale {
	c := tenant.From(ctx)
	if lang == "" {
		lang = c.DefaultLang
	}
	return s.catalog.Locale(lang, c.Zone())
}

// clip is at most so many letters of a text.
func clip(text string, most int) string {
	letters := []rune(text)
	if len(letters) <= most {
		return text
	}
	return string(letters[:most-1]) + "…"
}
