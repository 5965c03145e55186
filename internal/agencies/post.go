package agencies

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"strconv"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/files"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/web"
)

// use is one of the four answers.
type use func(ctx context.Context, a Agency, c Custody, said answer) error

func (s *Service) postAccept(w http.ResponseWriter, r *http.Request) error {
	return s.post(w, r, "accept", s.accept)
}

func (s *Service) postReturn(w http.ResponseWriter, r *http.Request) error {
	return s.post(w, r, "return", s.giveBack)
}

func (s *Service) postSay(w http.ResponseWriter, r *http.Request) error {
	return s.post(w, r, "say", s.tellCity)
}

func (s *Service) postDone(w http.ResponseWriter, r *http.Request) error {
	return s.post(w, r, "done", s.finish)
}

// post takes one answer. The link is looked at before the form is read.
func (s *Service) post(w http.ResponseWriter, r *http.Request, which string, give use) error {
	h, err := s.open(w, r)
	if err != nil {
		return err
	}
	p := onePage{which: which}
	p.typed, p.until, err = s.read(r)
	if err == nil {
		err = give(h.r.Context(), h.a, h.c, p.typed)
	}
	if err == nil {
		web.Flash(w, "", "agencies.did_"+which)
		return web.Go(w, r, path(h.c.Number, "", h.k))
	}
	if p.faults, err = web.Refused(h.r, err); err != nil {
		return err
	}
	return s.show(w, h, p, http.StatusUnprocessableEntity)
}

const inMemory = 4 << 20 // bytes; the rest of a form waits on the disk

// read reads the form of any of the four answers.
func (s *Service) read(r *http.Request) (said answer, until string, err error) {
	if err := r.ParseMultipartForm(inMemory); err != nil && !notMultipart(err) {
		return said, "", brokenOr(err)
	}
	f := func(name string) string { return clean(r.PostForm.Get(name)) }
	said = answer{Key: r.PostForm.Get("key"), Text: cmp.Or(f("what"), f("news"), f("why")), Reference: f("reference")}
	if !city.ID(said.Key).Valid() {
		said.Key = ""
	}
	if until = f("until"); until != "" {
		if said.Until, err = i18n.ParseDay(until); err != nil {
			return said, until, fault.Fields(fault.Field{Name: "until", Key: "agencies.not_a_day"})
		}
	}
	if r.MultipartForm != nil {
		defer func() { _ = r.MultipartForm.RemoveAll() }() // copies on the disk
		said.Photos, err = s.photos(r)
	}
	return said, until, err
}

func notMultipart(err error) bool { return err == http.ErrNotMultipart }

// brokenOr tells a form that is too large, which the door explains, from one that
// arrived broken.
func brokenOr(err error) error {
	if _, big := err.(*http.MaxBytesError); big {
		return err
	}
	return fault.Wrap(fault.Invalid, err, "agencies.form_broken")
}

// MostPhotos is how many photos come with an answer.
const MostPhotos = 5

// photos takes the photos of a form in; what is wrong with one is told beside the
// field.
func (s *Service) photos(r *http.Request) ([]Picture, error) {
	sent := r.MultipartForm.File["photos"]
	if len(sent) > MostPhotos {
		return nil, fault.Fields(fault.Field{Name: "photos", Key: "agencies.too_many_photos", Args: []any{"most", MostPhotos}})
	}
	var all []Picture
	for _, h := range sent {
		file, err := h.Open()
		if err != nil {
			return nil, err
		}
		p, err := files.ReadPhoto(r.Context(), file, files.Limits{})
		_ = file.Close() // it was only read
		if f, ok := fault.Of(err); ok && (f.Kind == fault.Invalid || f.Kind == fault.TooLarge) {
			return nil, fault.Fields(fault.Field{Name: "photos", Key: f.Key, Args: f.Args})
		}
		if err != nil {
			return nil, err
		}
		kept, err := s.keep(r.Context(), p)
		if err != nil {
			return nil, err
		}
		all = append(all, kept)
	}
	return all, nil
}

func (s *Service) keep(ctx context.Context, p files.Photo) (kept Picture, err error) {
	kept.Width, kept.Height = p.Width, p.Height
	if kept.Full, err = s.files.Put(ctx, p.Full); err == nil {
		kept.Thumb, err = s.files.Put(ctx, p.Thumb)
	}
	return kept, err
}

// markOf reads where a page of a list begins; a broken mark is the beginning.
func markOf(r *http.Request) (since int64, id city.ID) {
	since, err := strconv.ParseInt(r.URL.Query().Get("since"), 10, 64)
	if id = city.ID(r.URL.Query().Get("id")); err != nil || !id.Valid() {
		return 0, ""
	}
	return since, id
}

// cut leaves one page and the address of the next.
func cut(all []Custody, address, key string) ([]Custody, string) {
	if len(all) <= mostListed {
		return all, ""
	}
	last := all[mostListed-1]
	v := url.Values{"since": {strconv.FormatInt(db.Micros(last.Since), 10)}, "id": {string(last.ID)}}
	if key != "" {
		v.Set("k", key)
	}
	return all[:mostListed], address + "?" + v.Encode()
}
