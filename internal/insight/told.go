package insight

import (
	"context"
	"net/http"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/web"
	"mahalle/internal/promises"
)

// told is what a post was told is still owed: by whom, since when, and how far
// up the hierarchy it has come.
type told struct {
	owed
	Since, Rung string
}

const (
	mostTold     = 200 // lines on the page; whoever has more reads the oldest first
	mostToldHere = 5   // on a start page
	mostCounted  = 99  // in the navigation
)

type toldView struct {
	Title, Note string
	Rows        []told
}

// toldPage is the list of the post: GET /staff/told.
func (s *Service) toldPage(w http.ResponseWriter, r *http.Request) error {
	l := i18n.From(r.Context())
	rows, err := s.toldTo(r.Context(), access.From(r.Context()).Post, mostTold)
	if err != nil {
		return err
	}
	return web.Page(w, r, http.StatusOK, toldPage(l, toldView{Title: l.Say("insight.told"), Note: l.Say("insight.told_note"), Rows: rows}))
}

// toldTo lists what a post was told, one row for each promise, on the highest
// rung on which the post was told.
func (s *Service) toldTo(ctx context.Context, post string, most int) ([]told, error) {
	if post == "" {
		return nil, nil
	}
	found, err := promises.ToldTo(ctx, s.db.Read(ctx), post, most)
	var rows []told
	at := map[string]int{}
	for i := range found {
		p := &found[i]
		row := s.told(ctx, p)
		if n, known := at[string(p.ID)]; known {
			row.Since = rows[n].Since
			rows[n] = row
			continue
		}
		at[string(p.ID)] = len(rows)
		rows = append(rows, row)
	}
	return rows, err
}

func (s *Service) told(ctx context.Context, p *promises.Told) told {
	l := i18n.From(ctx)
	row := s.row(ctx, &p.Promise)
	if !s.mayRead(ctx, &p.Promise) { // whose it is and how late; not what it is about
		row.What, row.Where, row.Href = l.Say("insight.told_confidential"), "", ""
	}
	return told{owed: row, Since: l.When(p.At, clock.Now(ctx)), Rung: l.Say("insight.told_rung", "n", p.Rung)}
}

// HowManyTold is how many promises wait on the list of the reader's post, at
// most 99.
func (s *Service) HowManyTold(ctx context.Context) (int, error) {
	post := access.From(ctx).Post
	if post == "" {
		return 0, nil
	}
	return promises.HowManyTold(ctx, s.db.Read(ctx), post, mostCounted)
}

// addTold shows the beginning of the list, if there is one.
func (s *Service) addTold(ctx context.Context, a access.Actor, v *startView) (err error) {
	v.Told, err = s.toldTo(ctx, a.Post, mostToldHere)
	return err
}
