package requests

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/files"
)

const (
	mostPhotos = 5
	mostField  = 64 << 10  // bytes of one typed field
	mostUpload = 100 << 20 // bytes of a whole form: every photo may be 15 MB
)

// upload is a form with photos: the fields as typed, the photos that were taken
// in, and what is wrong with the others.
type upload struct {
	fields url.Values
	photos []Picture
	faults []photoFault
	failed error // what kept a photo from being taken in, and is ours to fix
}

type photoFault struct {
	name string
	err  error
}

// readUpload reads a form part by part, so that a photo that is refused never
// costs the words that came before it. Photos accepted the first time come back
// by their names when the form is sent again.
func (s *Service) readUpload(r *http.Request) (upload, error) {
	u := upload{fields: url.Values{}}
	parts, err := r.MultipartReader()
	if errors.Is(err, http.ErrNotMultipart) {
		if err := r.ParseForm(); err != nil {
			return u, tooLargeOr(err)
		}
		u.fields = r.PostForm
	} else if err != nil {
		return u, fault.Wrap(fault.Invalid, err, "requests.form_broken")
	} else if err := s.readParts(r.Context(), parts, &u); err != nil {
		return u, err
	}
	s.again(r.Context(), &u)
	r.PostForm = u.sendAgain() // the door shows it again if it cannot be kept
	return u, u.failed
}

// sendAgain is the form with the names of the photos that were taken in.
func (u *upload) sendAgain() url.Values {
	form := maps.Clone(u.fields)
	delete(form, "kept")
	for _, p := range u.photos {
		form.Add("kept", keptWord(p))
	}
	return form
}

func (s *Service) readParts(ctx context.Context, parts *multipart.Reader, u *upload) error {
	for {
		part, err := parts.NextPart()
		if err == io.EOF { // itself: a form that broke off ends in an error that wraps it
			return nil
		}
		if err != nil {
			return tooLargeOr(err)
		}
		if part.FileName() != "" {
			err = s.readPhoto(ctx, part, u)
		} else if part.FormName() != "photos" { // no file was chosen
			err = u.readField(part)
		}
		if err != nil {
			return err
		}
	}
}

func (u *upload) readField(part *multipart.Part) error {
	value, err := io.ReadAll(io.LimitReader(part, mostField))
	if err != nil {
		return tooLargeOr(err)
	}
	u.fields.Add(part.FormName(), string(value))
	return nil
}

// readPhoto takes one photo in. What is wrong with it is told beside the field;
// only what is ours to fix stops the form.
func (s *Service) readPhoto(ctx context.Context, part *multipart.Part, u *upload) error {
	if len(u.photos)+len(u.fields["kept"]) >= mostPhotos {
		u.refuse(part.FileName(), fault.New(fault.Invalid, "requests.too_many_photos", "most", mostPhotos))
		return nil
	}
	photo, err := files.ReadPhoto(ctx, part, files.Limits{})
	if err != nil {
		if kind := fault.KindOf(err); kind != fault.Invalid && kind != fault.TooLarge {
			return err
		}
		u.refuse(part.FileName(), err)
		return nil
	}
	s.keepPhoto(ctx, photo, u)
	return nil
}

// keepPhoto goes on when the disk is full: the words that follow must be read,
// so that nothing typed is lost.
func (s *Service) keepPhoto(ctx context.Context, photo files.Photo, u *upload) {
	var err error
	p := Picture{Width: photo.Width, Height: photo.Height}
	if p.Full, err = s.files.Put(ctx, photo.Full); err == nil {
		p.Thumb, err = s.files.Put(ctx, photo.Thumb)
	}
	if err != nil {
		u.failed = err
		return
	}
	u.photos = append(u.photos, p)
}

func (u *upload) refuse(name string, err error) {
	u.faults = append(u.faults, photoFault{name, err})
}

// again puts the photos of an earlier try before the new ones. One that lay in a
// form for days is gone.
func (s *Service) again(ctx context.Context, u *upload) {
	var kept []Picture
	for _, word := range u.fields["kept"] {
		if p, ok := parseKept(word); ok && len(kept) < mostPhotos && errors.Join(s.files.Hold(ctx, p.Full), s.files.Hold(ctx, p.Thumb)) == nil {
			kept = append(kept, p)
		}
	}
	u.photos = append(kept, u.photos...)
}

// keptWord names an accepted photo in the form that is shown again. The names
// are hashes of the pictures: nobody can name a picture they do not have.
func keptWord(p Picture) string {
	return fmt.Sprintf("%s.%s.%d.%d", p.Full, p.Thumb, p.Width, p.Height)
}

func parseKept(word string) (Picture, bool) {
	w := strings.Split(word, ".")
	if len(w) != 4 {
		return Picture{}, false
	}
	p := Picture{Full: files.Ref(w[0]), Thumb: files.Ref(w[1])}
	var errs [2]error
	p.Width, errs[0] = strconv.Atoi(w[2])
	p.Height, errs[1] = strconv.Atoi(w[3])
	fits := p.Width > 0 && p.Height > 0 && p.Width <= 1<<14 && p.Height <= 1<<14
	return p, fits && errs == [2]error{} && p.Full.Valid() && p.Thumb.Valid()
}

// tooLargeOr tells a form that is too large, which the door explains, from one
// that arrived broken.
func tooLargeOr(err error) error {
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		return err
	}
	return fault.Wrap(fault.Invalid, err, "requests.form_broken")
}
