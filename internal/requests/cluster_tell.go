package requests

import (
	"context"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
)

// One work, one message to everybody: each reporter gets their own letter, in
// their own language where somebody wrote it, with their own number and link.

// Said is what the city says to whoever asked. Places such as {number} are
// filled in for each of them.
type Said struct {
	Text     string
	Template string               // the ready text it was made of
	In       map[city.Lang]string // the same in other languages, where somebody wrote it

	lang city.Lang // of Text; "" for the language of whoever asked
}

// to is what one of the members reads: what was written in their language, the
// ready text in their language if it was not changed, or the words of the lead.
func (s *Service) to(ctx context.Context, l, m *Request, said Said) Said {
	mine := Said{Text: said.Text, Template: said.Template, lang: l.Lang}
	if m.Lang == l.Lang {
		return mine
	}
	if text := said.In[m.Lang]; text != "" {
		return Said{Text: text, Template: said.Template, lang: m.Lang}
	}
	if text := s.readyIn(ctx, l, l.Lang, said.Template); text != "" && text == said.Text {
		if same := s.readyIn(ctx, m, m.Lang, said.Template); same != "" {
			return Said{Text: same, Template: said.Template, lang: m.Lang}
		}
	}
	return mine
}

// readyIn is a ready text in a language; empty when there is none.
func (s *Service) readyIn(ctx context.Context, r *Request, lang city.Lang, code string) string {
	if code == "" {
		return ""
	}
	for _, purpose := range []string{"finish", "reply", "interim", "ask", "refuse"} {
		for _, t := range s.staff.ready(ctx, r.Subject, purpose, lang) {
			if t.Code == code {
				return trimmed(t.Text)
			}
		}
	}
	return ""
}

// sayTo keeps the words for whoever asked, with the places filled in for them.
func (s *Service) sayTo(ctx context.Context, tx *db.Tx, r *Request, kind MessageKind, said Said) (city.ID, error) {
	if said.Text == "" {
		return "", fault.Fields(fault.Field{Name: "text", Key: "requests.write_something"})
	}
	lang := said.lang
	if lang == "" {
		lang = r.Lang
	}
	return s.say(ctx, tx, r, kind, s.filled(ctx, said.Text, r), lang)
}

// toMembers does something for every member whose work the lead still is.
func (s *Service) toMembers(ctx context.Context, tx *db.Tx, lead string, do func(l, m *Request) error) error {
	l, err := byNumber(ctx, tx, lead)
	if err != nil || l.Members == 0 {
		return err
	}
	all, err := membersOf(ctx, tx, l.ID)
	for i := range all {
		if err == nil && all[i].led() {
			err = do(&l, &all[i])
		}
	}
	return err
}

// onLead is what may be done to a member when it is done on its lead.
func onLead(*Request) error { return nil }

// languages are the other languages in which the members' people read.
func languages(ctx context.Context, q db.Query, l *Request) ([]city.Lang, error) {
	if l.Members == 0 {
		return nil, nil
	}
	return db.All(ctx, q, db.Value[city.Lang], `SELECT DISTINCT lang FROM requests_requests
		WHERE tenant_id = $1 AND lead <> '' AND lead = $2 AND open = 1 AND lang <> $3 ORDER BY lang`, q.Tenant(), l.ID, l.Lang)
}

// leadHears: an answer of one member's resident is what the work waited for.
func (s *Service) leadHears(ctx context.Context, tx *db.Tx, number string, news city.ID) error {
	m, err := byNumber(ctx, tx, number)
	if err != nil || !m.led() {
		return err
	}
	l, err := byID(ctx, tx, m.Lead)
	if err != nil {
		return err
	}
	return s.heard(ctx, tx, l.Number, news)
}
