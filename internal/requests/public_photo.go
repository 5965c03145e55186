package requests

import (
	"net/http"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/files"
)

func (s *Service) photo(w http.ResponseWriter, r *http.Request) error {
	p, err := s.mayLookAt(r)
	if err != nil {
		return err
	}
	return files.ServePhoto(w, r, s.files, files.Ref(p.Full), r.PathValue("number")+".jpg")
}

func (s *Service) photoSmall(w http.ResponseWriter, r *http.Request) error {
	p, err := s.mayLookAt(r)
	if err != nil {
		return err
	}
	return files.ServePhoto(w, r, s.files, files.Ref(p.Thumb), r.PathValue("number")+"-small.jpg")
}

// mayLookAt finds a photo for whoever may see its request: everybody, the one
// who asked, or staff.
func (s *Service) mayLookAt(r *http.Request) (Photo, error) {
	ctx := r.Context()
	number, err := ParseNumber(r.PathValue("number"))
	if err != nil {
		return Photo{}, err
	}
	q := s.db.Read(ctx)
	one, err := byNumber(ctx, q, number)
	if err != nil {
		return Photo{}, err
	}
	if !one.visible(one.isOwn(secretOf(r, nil))) && maySee(access.From(ctx), &one) != nil {
		return Photo{}, fault.New(fault.NotFound, "files.not_found")
	}
	p, err := photoByID(ctx, q, city.ID(r.PathValue("id")))
	if err == nil && p.Request != one.ID {
		err = fault.New(fault.NotFound, "files.not_found")
	}
	return p, err
}
