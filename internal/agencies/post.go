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

// read reads the form of any of the four answers.
func (s *Service) read(r *http.Request) (said answer, until string, err error) {
	sent, err := s.readForm(r)
	if err != nil {
		return said, "", err
	}
	f := func(name string) string { return clean(sent.fields.Get(name)) }
	said = answer{Key: sent.fields.Get("key"), Text: cmp.Or(f("what"), f("news"), f("why")), Reference: f("reference"), Photos: sent.photos}
	if !city.ID(said.Key).Valid() {
		said.Key = ""
	}
	if until = f("until"); until != "" {
		if said.Until, err = i18n.ParseDay(until); err != nil {
			return said, until, fault.Fields(fault.Field{Name: "until", Key: "agencies.not_a_day"})
		}
	}
	return said, until, sent.wrong
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
