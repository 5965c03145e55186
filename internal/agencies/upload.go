package agencies

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"

	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/files"
)

const (
	mostUpload = 200 << 20 // bytes of a form: a video picked by mistake is passed over, not turned away
	mostField  = 64 << 10  // bytes of one typed field
	// MostPhotos is how many photos come with an answer.
	MostPhotos = 5
)

// form is what was sent: the words, the photos that were taken in, and what is
// wrong with the others.
type form struct {
	fields url.Values
	photos []Picture
	wrong  error
}

// readForm reads a form part by part: a photo that is refused costs neither the
// words nor the other photos. Those come back by their names.
func (s *Service) readForm(r *http.Request) (f form, err error) {
	parts, err := r.MultipartReader()
	if errors.Is(err, http.ErrNotMultipart) {
		err = r.ParseForm()
		f.fields = r.PostForm
	} else if err == nil {
		f.fields = url.Values{}
		err = s.readParts(r.Context(), parts, &f)
	}
	for _, name := range f.fields["kept"] {
		if p, ok := keptPicture(name); ok && len(f.photos) < MostPhotos {
			f.photos = append(f.photos, p)
		}
	}
	return f, brokenOr(err)
}

func (s *Service) readParts(ctx context.Context, parts *multipart.Reader, f *form) error {
	for {
		part, err := parts.NextPart()
		switch {
		case err == io.EOF: // itself: a form that broke off ends in an error that wraps it
			return nil
		case err != nil:
			return err
		case part.FileName() != "":
			err = s.readPhoto(ctx, part, f)
		case part.FormName() != "photos": // no file was chosen
			var value []byte
			value, err = io.ReadAll(io.LimitReader(part, mostField))
			f.fields.Add(part.FormName(), string(value))
		}
		if err != nil {
			return err
		}
	}
}

// readPhoto takes one photo in; what is wrong with it is told beside the field.
func (s *Service) readPhoto(ctx context.Context, part *multipart.Part, f *form) error {
	if len(f.photos)+len(f.fields["kept"]) >= MostPhotos {
		f.wrong = fault.Fields(fault.Field{Name: "photos", Key: "agencies.too_many_photos", Args: []any{"most", MostPhotos}})
		return nil
	}
	p, err := files.ReadPhoto(ctx, part, files.Limits{})
	if known, ok := fault.Of(err); ok && (known.Kind == fault.Invalid || known.Kind == fault.TooLarge) {
		f.wrong = fault.Fields(fault.Field{Name: "photos", Key: known.Key, Args: known.Args})
		return nil
	}
	if err != nil {
		return err
	}
	kept, err := s.keep(ctx, p)
	f.photos = append(f.photos, kept)
	return err
}

func (s *Service) keep(ctx context.Context, p files.Photo) (kept Picture, err error) {
	kept.Width, kept.Height = p.Width, p.Height
	if kept.Full, err = s.files.Put(ctx, p.Full); err == nil {
		kept.Thumb, err = s.files.Put(ctx, p.Thumb)
	}
	return kept, err
}

// keptName names an accepted photo in the form that is shown again. The names are
// hashes of the pictures: nobody can name a picture they do not have.
func keptName(p Picture) string {
	return fmt.Sprintf("%s %s %d %d", p.Full, p.Thumb, p.Width, p.Height)
}

func keptPicture(name string) (p Picture, ok bool) {
	n, err := fmt.Sscanf(name, "%s %s %d %d", &p.Full, &p.Thumb, &p.Width, &p.Height)
	fits := p.Width > 0 && p.Height > 0 && p.Width <= 1<<14 && p.Height <= 1<<14
	return p, n == 4 && err == nil && fits && p.Full.Valid() && p.Thumb.Valid()
}

// brokenOr tells a form that is too large, which the door explains, from one that
// arrived broken.
func brokenOr(err error) error {
	var big *http.MaxBytesError
	if err == nil || errors.As(err, &big) {
		return err
	}
	return fault.Wrap(fault.Invalid, err, "agencies.form_broken")
}
