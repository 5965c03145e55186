package open311

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/once"
	"mahalle/internal/platform/outward"
)

// A report may name its photos by address. They are fetched after the report is
// kept, and again if that fails: a slow machine elsewhere keeps nobody waiting.

const mostPhoto = 15 << 20 // bytes

// media reads the addresses of photos.
func (s *Server) media(p *params) ([]string, error) {
	var all []string
	for _, v := range filled(p.values["media_url"]) {
		if _, err := s.photos.Check(v); err != nil {
			return nil, wrong("media_url", "open311.media_wrong")
		}
		if len(all) < mostFiles {
			all = append(all, v)
		}
	}
	return all, nil
}

// wanted is a photo that is to be fetched.
type wanted struct {
	Number  string `json:"number"`
	Address string `json:"address"`
}

// order writes down which photos are to be fetched, in the transaction of the
// report.
func order(ctx context.Context, tx *db.Tx, number string, media []string) error {
	for i, address := range media {
		if err := jobs.Enqueue(ctx, tx, errand, fmt.Sprint(number, " ", i), wanted{number, address}, time.Time{}); err != nil {
			return err
		}
	}
	return nil
}

// fetchPhoto fetches one. What is no picture, or lies inside our walls, is given
// up; what does not answer is tried again.
func (s *Server) fetchPhoto(ctx context.Context, j jobs.Job) error {
	var w wanted
	if err := j.Read(&w); err != nil {
		return err
	}
	data, err := s.get(ctx, w.Address)
	if errors.Is(err, outward.ErrInside) || errors.Is(err, outward.ErrAddress) || errors.Is(err, outward.ErrTooLarge) || errors.Is(err, outward.ErrRedirect) {
		return nil
	}
	if err != nil {
		return err
	}
	p, err := s.photo(ctx, data)
	if kind := fault.KindOf(err); kind == fault.Invalid || kind == fault.TooLarge {
		return nil
	}
	if err != nil {
		return err
	}
	_, _, err = once.Do(ctx, s.db, errand, w.Number+" "+w.Address, func(tx *db.Tx) (string, error) {
		return "", s.needs.AddPhotos(ctx, tx, w.Number, []Picture{p})
	})
	return err
}

func (s *Server) get(ctx context.Context, address string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	answer, err := s.fetch.Do(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("open311: a photo: %s", answer.Status)
	}
	return io.ReadAll(answer.Body)
}
