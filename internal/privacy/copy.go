package privacy

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/files"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/web"
)

// The copy is what the person takes home: a page to read and print, or the same
// for programs.

// copied is one thing of the copy.
type copied struct {
	Place   Place  `json:"place"`
	Title   string `json:"title"`
	Request string `json:"request,omitempty"`
	When    string `json:"when,omitempty"` // RFC 3339
	Text    string `json:"text,omitempty"`
	Photo   []byte `json:"photo,omitempty"` // a JPEG; base64

	at time.Time
}

func (c copied) picture() string {
	return "data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(c.Photo)
}

// copyView is the whole copy.
type copyView struct {
	City   string    `json:"city"`
	Made   time.Time `json:"made"`
	Number string    `json:"request,omitempty"`
	Email  string    `json:"email,omitempty"`
	Phone  string    `json:"phone,omitempty"`
	Things []copied  `json:"things"`
}

func (s *Service) copy(w http.ResponseWriter, r *http.Request) error {
	wish, err := s.wishOf(r)
	if err != nil {
		return err
	}
	v, err := s.copyOf(r.Context(), wish)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	if r.PostForm.Get("as") != "json" {
		return web.Page(w, r, http.StatusOK, v.page())
	}
	body, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="personal-data.json"`)
	_, err = w.Write(append(body, '\n'))
	return err
}

// copyOf gathers the copy and writes into the journal that it was given out.
func (s *Service) copyOf(ctx context.Context, wish Wish) (copyView, error) {
	now, l, q := clock.Now(ctx), i18n.From(ctx), s.db.Read(ctx)
	v := copyView{City: l.Text(tenant.From(ctx).Name), Made: now, Number: wish.Number, Email: wish.Person.Email, Phone: wish.Person.Phone, Things: []copied{}}
	_, pieces, err := s.Held(ctx, q, wish.Person)
	if err != nil {
		return v, err
	}
	for _, p := range pieces {
		c := copied{Place: p.Place, Title: l.Say("privacy.place_" + string(p.Place)), Request: p.Number, When: p.At.UTC().Format(time.RFC3339), Text: p.Text, at: p.At}
		if c.Photo, err = s.photo(ctx, p.Photo); err != nil {
			return v, err
		}
		v.Things = append(v.Things, c)
	}
	return v, s.db.Write(ctx, func(tx *db.Tx) error {
		return s.journal.Record(ctx, tx, events.PersonGivenCopy{PersonalData: events.PersonalData{ID: city.NewIDAt(now), Number: wish.Number}, Pieces: len(pieces)})
	})
}

// photo reads a photo; one that is gone is left out.
func (s *Service) photo(ctx context.Context, ref files.Ref) ([]byte, error) {
	if ref == "" {
		return nil, nil
	}
	blob, err := s.files.Open(ctx, ref)
	if fault.KindOf(err) == fault.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer blob.Close()
	return io.ReadAll(blob)
}
