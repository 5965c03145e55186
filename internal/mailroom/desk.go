package mailroom

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
)

// What the desk does with a letter.

// decide is the frame of every decision about one letter: fetch it, let do work,
// keep it if nobody was faster, tell the city.
func (s *Service) decide(ctx context.Context, id city.ID, do func(tx *db.Tx, m *Mail) (events.Event, error)) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := mayHandle(access.From(ctx)); err != nil {
			return err
		}
		m, err := byID(ctx, tx, id)
		if err != nil {
			return err
		}
		was := m.State
		m.Handled, m.By = clock.Now(ctx), access.From(ctx).Person
		news, err := do(tx, &m)
		if err != nil {
			return err
		}
		if err := change(ctx, tx, m, was); err != nil {
			return err
		}
		return s.journal.Record(ctx, tx, news)
	})
}

// Open makes a request of a letter. Channel, contact, language and photos are
// the letter's own.
func (s *Service) Open(ctx context.Context, id city.ID, c Case) (number string, err error) {
	err = s.decide(ctx, id, func(tx *db.Tx, m *Mail) (events.Event, error) {
		if err := m.ready(); err != nil {
			return nil, err
		}
		photos, err := photosOf(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		c.Channel, c.Name, c.Email, c.Phone, c.Photos = m.Channel, m.Name, m.Address, m.Phone, photos
		c.Lang = s.speak(ctx, m.Lang).Lang
		if number, err = s.needs.Open(ctx, tx, c); err != nil {
			return nil, err
		}
		m.State, m.Number, m.Mark = Opened, number, Plain
		return events.LetterOpened{Mail: events.Mail{ID: id}, Number: number}, nil
	})
	return number, err
}

// Answer writes back without a request.
func (s *Service) Answer(ctx context.Context, id city.ID, text string) error {
	if text == "" {
		return fault.Fields(fault.Field{Name: "reply", Key: "mailroom.write_something"})
	}
	return s.decide(ctx, id, func(tx *db.Tx, m *Mail) (events.Event, error) {
		if err := m.ready(); err != nil {
			return nil, err
		}
		if m.Address == "" {
			return nil, fault.New(fault.Conflict, "mailroom.no_address")
		}
		l := s.speak(ctx, m.Lang)
		m.State = Answered
		return events.LetterAnswered{Mail: events.Mail{ID: id}}, s.order(ctx, tx, Reply{Letter: id, Purpose: "answer", Lang: l.Lang,
			Subject: l.Say("mailroom.answer_subject"), Text: i18n.CleanText(text)})
	})
}

// SetAside: it is not for us. Nobody is told.
func (s *Service) SetAside(ctx context.Context, id city.ID) error {
	return s.decide(ctx, id, func(_ *db.Tx, m *Mail) (events.Event, error) {
		if err := m.ready(); err != nil {
			return nil, err
		}
		m.State = Aside
		return events.LetterSetAside{Mail: events.Mail{ID: id}}, nil
	})
}

// TakeBack: what was set aside, by a person or a rule, waits again.
func (s *Service) TakeBack(ctx context.Context, id city.ID) error {
	return s.decide(ctx, id, func(_ *db.Tx, m *Mail) (events.Event, error) {
		return events.LetterTakenBack{Mail: events.Mail{ID: id}}, m.takeBack()
	})
}

// Scan takes in a letter on paper, once for each key of a form. What it says is
// typed; the pages are photos.
func (s *Service) Scan(ctx context.Context, key string, w Words, lang city.Lang, photos []Picture) (city.ID, error) {
	if len(photos) == 0 && w.Text == "" {
		return "", fault.Fields(fault.Field{Name: "photos", Key: "mailroom.scan_something"})
	}
	now := clock.Now(ctx)
	m := Mail{ID: city.NewIDAt(now), Channel: "paper", State: Waiting, Lang: lang, Photos: len(photos), At: now, Words: w}
	sum := sha256.Sum256(fmt.Appendf(nil, "paper %q %q %q %v", key, w.Name, w.Text, photos))
	o := origin{Key: hex.EncodeToString(sum[:])}
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if err := mayHandle(access.From(ctx)); err != nil {
			return err
		}
		isNew, err := insert(ctx, tx, m, o, photos)
		if err == nil && !isNew {
			m.ID, err = idOf(ctx, tx, o.Key)
			return err
		}
		if err != nil {
			return err
		}
		return s.journal.Record(ctx, tx, events.LetterArrived{Mail: events.Mail{ID: m.ID}, Channel: m.Channel, State: string(m.State)})
	})
	return m.ID, err
}
