package requests

import (
	"context"
	"net/http"
	"strings"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/phone"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/web"
)

// applicant is who asked, as far as the reader may know.
type applicant struct {
	Given   bool   // somebody left a name or a way to be reached
	Why     string // the message key why nothing is shown; "" when it may be
	Name    string
	Masked  []string
	Shown   Contact // after asking, which stands in the journal
	Phone   string  // Shown.Phone as people read it
	Earlier []listRow
	Asks    bool // the reader is not on the case and must say why they look
	Looking Looking
	Faults  map[string]string
}

// mostEarlier is how many earlier requests of one number are listed.
const mostEarlier = 5

func (s *Service) applicantOf(ctx context.Context, q db.Query, r *Request) (applicant, error) {
	a := access.From(ctx)
	c, err := contactOf(ctx, q, r.ID)
	if err != nil {
		return applicant{}, err
	}
	who := applicant{Given: c.Given() || c.Name != ""}
	if who.Why = whyNoContact(a, r); who.Why != "" || !who.Given {
		return who, nil
	}
	if who.Asks = !onCase(a, r); who.Asks {
		who.Name = maskName(c.Name)
	} else {
		who.Name = c.Name
	}
	if c.Phone != "" {
		who.Masked = append(who.Masked, phone.Mask(c.Phone, tenant.From(ctx).Phone))
	}
	if c.Email != "" {
		who.Masked = append(who.Masked, maskAddress(c.Email))
	}
	who.Earlier, err = s.earlierBy(ctx, q, c.Phone, r)
	return who, err
}

// whyNoContact is the sentence for those who may see a request and not who asked.
func whyNoContact(a access.Actor, r *Request) string {
	switch {
	case maySeeContact(a, r) == nil:
		return ""
	case !a.Has(CanViewContact):
		return "requests.contact_not_yours"
	}
	return "requests.contact_hidden"
}

// earlierBy lists what was asked from the same telephone and may be seen, but
// for the request one is looking at.
func (s *Service) earlierBy(ctx context.Context, q db.Query, phone string, but *Request) ([]listRow, error) {
	if phone == "" {
		return nil, nil
	}
	a := access.From(ctx)
	all, err := byPhone(ctx, q, phone, 4*mostEarlier)
	var rows []listRow
	for i := range all {
		if len(rows) < mostEarlier && (but == nil || all[i].ID != but.ID) && maySeeContact(a, &all[i]) == nil {
			rows = append(rows, s.row(ctx, a, all[i]))
		}
	}
	return rows, err
}

// maskName shows the first letter of each word of a name.
func maskName(name string) string {
	words := strings.Fields(name)
	for i, w := range words {
		words[i] = string([]rune(w)[:1]) + "•••"
	}
	return strings.Join(words, " ")
}

// maskAddress shows the first letter and the host of an e-mail address.
func maskAddress(email string) string {
	name, host, ok := strings.Cut(email, "@")
	if !ok || name == "" {
		return "•••"
	}
	return string([]rune(name)[:1]) + "•••@" + host
}

// seeContact shows the contact once, and the journal says who looked.
func (s *Service) seeContact(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	number, err := ParseNumber(r.PathValue("number"))
	if err != nil {
		return err
	}
	var c Contact
	why := lookingOf(r)
	seen := s.db.Write(ctx, func(tx *db.Tx) (err error) {
		c, err = s.Contact(ctx, tx, number, why)
		return err
	})
	faults, err := web.Refused(r, seen)
	if seen != nil && err != nil {
		return err
	}
	v, err := s.oneView(ctx, number, r.URL.Query())
	if err != nil {
		return err
	}
	if seen != nil {
		v.Applicant.Looking, v.Applicant.Faults = why, faults
		return web.Page(w, r, http.StatusUnprocessableEntity, onePage(i18n.From(ctx), v))
	}
	v.Applicant.Shown = c
	if err := s.tellAnswers(ctx, s.db.Read(ctx), &v, true); err != nil {
		return err
	}
	if c.Phone != "" {
		v.Applicant.Phone = phone.Format(c.Phone, tenant.From(ctx).Phone)
	}
	return web.Page(w, r, http.StatusOK, onePage(i18n.From(ctx), v))
}
