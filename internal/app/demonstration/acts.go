package demonstration

import (
	"context"
	"time"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/requests"
)

// unfold writes the story after the opening: most are done in time, some late,
// a few refused, asked about, handed on, objected to or left lying.
func (s *scene) unfold(l *life, unit string, outside bool, repair time.Duration) {
	staff := s.persons(unit)
	if forgotten := s.chance(0.03); len(staff) == 0 || forgotten && l.now.Sub(l.opened) < 40*24*time.Hour {
		return // nobody has looked yet: it stays where it is and becomes late
	}
	who := pick(s.dice, staff)
	who.Permissions = everything // what one may not do alone, the manager signs
	if repair <= 0 {
		repair = 10 * 24 * time.Hour
	}
	t := l.opened.Add(s.around(min(repair/8, 10*time.Hour)))
	resident := access.Actor{Kind: access.Resident}
	if !outside {
		t = s.take(l, who, t)
		t = s.talk(l, who, resident, t, repair)
	}
	end := s.endOf(l.opened, t, repair)
	s.finish(l, who, resident, end, outside)
	for range s.joiners() {
		at := l.opened.Add(time.Duration(s.Float64() * float64(end.Sub(l.opened))))
		s.insert(l, act{at, resident, join(s.Uint64())})
	}
}

func (s *scene) take(l *life, who access.Actor, t time.Time) time.Time {
	l.acts = append(l.acts, act{t, who, func(ctx context.Context, tx *db.Tx, svc *requests.Service, o requests.Opened) error {
		return svc.Take(ctx, tx, o.Number)
	}})
	return t
}

// talk: an interim answer, a note, or a question that the resident answers.
func (s *scene) talk(l *life, who, resident access.Actor, t time.Time, repair time.Duration) time.Time {
	lang := l.report.Lang
	if s.chance(0.35) {
		t = t.Add(s.around(repair / 10))
		words := s.reply(l.report.Subject, "interim", lang)
		l.acts = append(l.acts, act{t, who, func(ctx context.Context, tx *db.Tx, svc *requests.Service, o requests.Opened) error {
			return svc.Reply(ctx, tx, o.Number, words, "", true)
		}})
	}
	if s.chance(0.06) && l.report.Contact.Given() {
		t = t.Add(s.around(2 * time.Hour))
		question := ask[lang]
		l.acts = append(l.acts, act{t, who, func(ctx context.Context, tx *db.Tx, svc *requests.Service, o requests.Opened) error {
			return svc.Ask(ctx, tx, o.Number, question)
		}})
		t = t.Add(s.around(20 * time.Hour))
		answer := answers[lang]
		l.acts = append(l.acts, act{t, resident, func(ctx context.Context, tx *db.Tx, svc *requests.Service, o requests.Opened) error {
			return svc.Write(ctx, tx, o.Number, o.Secret, answer, nil)
		}})
	}
	return t
}

// endOf draws when the work is done: about nine in ten in time.
func (s *scene) endOf(opened, t time.Time, repair time.Duration) time.Time {
	length := time.Duration(float64(repair) * (0.25 + 0.5*s.Float64()))
	if s.chance(0.13) {
		length = time.Duration(float64(repair) * (1.05 + min(1.2*s.ExpFloat64(), 4)))
	}
	end := opened.Add(length)
	if !end.After(t) {
		end = t.Add(s.around(90 * time.Minute))
	}
	return end
}

func (s *scene) finish(l *life, who, resident access.Actor, end time.Time, outside bool) {
	outcome, words := requests.Fixed, "done"
	switch {
	case outside && end.Unix()%4 == 0: // the city ends some itself: who reported was told whom to ask
		outcome, words = requests.PassedOn, "forwarded"
	case outside:
	case s.chance(0.07):
		outcome, words = requests.Refused, "refused"
	}
	text := s.reply(l.report.Subject, words, l.report.Lang)
	by := who
	by.Permissions = everything
	done := func(ctx context.Context, tx *db.Tx, svc *requests.Service, o requests.Opened) error {
		return svc.Finish(ctx, tx, o.Number, requests.Finishing{Outcome: outcome, Text: text})
	}
	l.acts = append(l.acts, act{end, by, done})
	s.verify(l, who, resident, end, done, outcome)
}

// verify: two in three residents with an address say something; one in eight of
// them says no.
func (s *scene) verify(l *life, who, resident access.Actor, end time.Time, again func(context.Context, *db.Tx, *requests.Service, requests.Opened) error, outcome requests.Outcome) {
	said := end.Add(s.around(26 * time.Hour))
	content := 0.9
	if outcome == requests.Refused {
		content = 0.45
	}
	speaks := l.report.Contact.Given() && said.Sub(end) < 6*24*time.Hour && s.chance(0.62)
	switch {
	case !speaks:
		l.acts = append(l.acts, act{end.Add(8 * 24 * time.Hour), access.Actor{Kind: access.System}, closeSilently})
	case s.chance(content):
		face := pick(s.dice, []requests.Face{"happy", "happy", "happy", "happy", "surprised", "sad"})
		l.acts = append(l.acts, act{said, resident, func(ctx context.Context, tx *db.Tx, svc *requests.Service, o requests.Opened) error {
			return svc.Confirm(ctx, tx, o.Number, o.Secret, face, "")
		}})
	default:
		s.object(l, who, resident, said, again)
	}
}

func (s *scene) object(l *life, who, resident access.Actor, said time.Time, again func(context.Context, *db.Tx, *requests.Service, requests.Opened) error) {
	face := pick(s.dice, []requests.Face{"angry", "sad", "angry", "surprised"})
	words := objections[l.report.Lang]
	l.acts = append(l.acts, act{said, resident, func(ctx context.Context, tx *db.Tx, svc *requests.Service, o requests.Opened) error {
		return svc.Object(ctx, tx, o.Number, o.Secret, face, words)
	}})
	decider := who
	decider.Permissions, decider.Person = everything, "" // somebody other than who did the work
	at := said.Add(s.around(8 * time.Hour))
	l.acts = append(l.acts, act{at, decider, func(ctx context.Context, tx *db.Tx, svc *requests.Service, o requests.Opened) error {
		return svc.Reopen(ctx, tx, o.Number)
	}})
	second := who
	second.Permissions = everything
	at = at.Add(s.around(50 * time.Hour))
	l.acts = append(l.acts, act{at, second, again})
	l.acts = append(l.acts, act{at.Add(min(s.around(20*time.Hour), 6*24*time.Hour)), resident, func(ctx context.Context, tx *db.Tx, svc *requests.Service, o requests.Opened) error {
		return svc.Confirm(ctx, tx, o.Number, o.Secret, "happy", "")
	}})
}

func closeSilently(ctx context.Context, tx *db.Tx, svc *requests.Service, o requests.Opened) error {
	return svc.CloseOne(ctx, tx, o.Number)
}

func (s *scene) joiners() int {
	if !s.chance(0.12) {
		return 0
	}
	return 1 + int(s.ExpFloat64()*2.5)
}

// insert puts an act of a resident among the others by its time.
func (s *scene) insert(l *life, a act) {
	for i := range l.acts {
		if a.at.Before(l.acts[i].at) {
			l.acts = append(l.acts[:i], append([]act{a}, l.acts[i:]...)...)
			return
		}
	}
}
