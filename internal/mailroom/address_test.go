package mailroom

import (
	"context"
	"strings"
	"testing"

	"mahalle/internal/platform/mail"
	"mahalle/internal/platform/seal"
	"mahalle/internal/platform/tenant"
)

func addressed(t *testing.T) (*Service, context.Context, Box) {
	t.Helper()
	sender, err := mail.NewSender("smtp://mail.example?from=Manisa+<cevap@manisa.example>")
	if err != nil {
		t.Fatal(err)
	}
	b := boxAt(t, "imaps://bilgi@manisa.example:x@mail.example/INBOX")
	c := &tenant.City{ID: "manisa"}
	s := New(nil, nil, nil, sender, nil, seal.New(), []Box{b})
	s.Join(Needs{CityOf: func(string) (*tenant.City, bool) { return c, true }})
	return s, tenant.Enter(t.Context(), c), b
}

func TestAnAddressBearsTheSealOfItsRequest(t *testing.T) {
	s, ctx, b := addressed(t)
	back := s.ReplyTo(ctx, "MNS-26-004821-K")
	name, _, _ := strings.Cut(back, "@")
	if _, err := mail.ParseAddress(back); err != nil || len(name) > 64 || back != strings.ToLower(back) {
		t.Fatalf("%s: %v", back, err)
	}
	key := strings.TrimPrefix(name, "cevap+mns-26-004821-k.")
	for what, tt := range map[string]struct {
		address string
		number  string
		genuine bool
	}{
		"as it was given":   {back, "MNS-26-004821-K", true},
		"in capitals":       {strings.ToUpper(back), "MNS-26-004821-K", true},
		"another request":   {"cevap+mns-26-004822-h." + key + "@manisa.example", "MNS-26-004822-H", false},
		"a guess":           {"cevap+mns-26-004821-k.aaaaaaaaaaaaaaaa@manisa.example", "MNS-26-004821-K", false},
		"half of it":        {"cevap+mns-26-004821-k." + key[:8] + "@manisa.example", "MNS-26-004821-K", false},
		"another house":     {strings.Replace(back, "manisa.example", "evil.example", 1), "", false},
		"another name":      {strings.Replace(back, "cevap", "masa", 1), "", false},
		"no seal":           {"cevap@manisa.example", "", false},
		"some other suffix": {"cevap+liste@manisa.example", "", false},
	} {
		t.Run(what, func(t *testing.T) {
			number, genuine := s.sealedFor(ctx, b, []string{"x@y.example", tt.address})
			if number != tt.number || genuine != tt.genuine {
				t.Errorf("%q, %v", number, genuine)
			}
		})
	}
	other := tenant.Enter(t.Context(), &tenant.City{ID: "tehran"})
	if _, genuine := s.sealedFor(other, b, []string{back}); genuine {
		t.Error("one city's seal opens another city's request")
	}
	if again := s.ReplyTo(other, "MNS-26-004821-K"); again != "" {
		t.Errorf("a city without a mailbox gives out %s", again)
	}
}

func TestTheCityDoesNotAnswerItself(t *testing.T) {
	s, ctx, b := addressed(t)
	for address, want := range map[string]bool{"cevap@manisa.example": true, "Cevap@Manisa.example": true, s.ReplyTo(ctx, "MNS-26-004821-K"): true, "ayse@example.org": false, "": false} {
		if got := s.isOurs(b, address); got != want {
			t.Errorf("%q is ours: %v", address, got)
		}
	}
}
