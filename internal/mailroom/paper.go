package mailroom

import (
	"context"
	"io"

	"mahalle/internal/mailroom/letter"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/mail"
	"mahalle/internal/platform/phone"
	"mahalle/internal/platform/tenant"
)

// paper reads who wrote a letter on paper, as the clerk typed it.
func (s *Service) paper(ctx context.Context, v scanView) (w Words, err error) {
	var wrong []fault.Field
	is := func(bad bool, name, key string, args ...any) {
		if bad {
			wrong = append(wrong, fault.Field{Name: name, Key: key, Args: args})
		}
	}
	w = Words{Name: v.Name, Text: v.Text, Whole: v.Text}
	if v.Email != "" {
		w.Address, err = mail.ParseAddress(v.Email)
		is(err != nil, "email", "mail.not_an_address")
	}
	if v.Phone != "" {
		w.Phone, err = phone.Parse(v.Phone, tenant.From(ctx).Phone)
		is(err != nil, "phone", "mailroom.not_a_phone")
	}
	is(len([]rune(v.Name)) > mostName, "name", "mailroom.too_long", "most", mostName)
	is(len([]rune(v.Text)) > mostKept, "text", "mailroom.too_long", "most", mostKept)
	if len(wrong) > 0 {
		return w, fault.Fields(wrong...)
	}
	return w, nil
}

// takePage keeps one scanned page, or says beside the field what is wrong.
func (s *Service) takePage(ctx context.Context, r io.Reader, all *[]Picture) error {
	err := s.takePhoto(ctx, letter.Part{}, r, all)
	if f, ok := fault.Of(err); ok && (f.Kind == fault.Invalid || f.Kind == fault.TooLarge) {
		return fault.Fields(fault.Field{Name: "photos", Key: f.Key, Args: f.Args})
	}
	return err
}
