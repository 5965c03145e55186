package mail

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/mail/mailtest"
)

const from = "Manisa Büyükşehir Belediyesi <cevap@manisa.example>"

func started(t *testing.T, s *mailtest.Server) *mailtest.Server {
	t.Helper()
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func senderTo(t *testing.T, s *mailtest.Server) *Sender {
	t.Helper()
	sender, err := NewSender(s.URL(from))
	if err != nil {
		t.Fatal(err)
	}
	return sender
}

func TestALetterArrives(t *testing.T) {
	server := started(t, &mailtest.Server{})
	err := senderTo(t, server).Send(t.Context(), Letter{
		To:        "ali۱@example.ir",
		Subject:   "درخواست شما ثبت شد",
		Text:      "شهروند گرامی،\nدرخواست شما ثبت شد.\n\nپیگیری: https://manisa.example/r/MNS-26-004821-K?lang=fa.\n.\n<b>پایان</b>",
		Lang:      city.Persian,
		ReplyTo:   "masa@manisa.example",
		MessageID: "0198a000-0000-7000-8000-000000000001",
		Headers:   map[string]string{"List-Unsubscribe": "<https://manisa.example/stop>"},
	})
	if err != nil {
		t.Fatal(err)
	}
	got := server.Letters()[0]
	if got.From != "cevap@manisa.example" || len(got.To) != 1 || got.To[0] != "ali1@example.ir" {
		t.Errorf("the envelope says %s → %v", got.From, got.To)
	}
	if got.Subject != "درخواست شما ثبت شد" || !strings.Contains(got.Text, "\n.\n<b>پایان</b>") {
		t.Errorf("subject %q, text %q", got.Subject, got.Text)
	}
	for header, want := range map[string]string{
		"Auto-Submitted":           "auto-generated",
		"X-Auto-Response-Suppress": "All",
		"Content-Language":         "fa",
		"Message-Id":               "<0198a000-0000-7000-8000-000000000001@manisa.example>",
		"List-Unsubscribe":         "<https://manisa.example/stop>",
		"Reply-To":                 "<masa@manisa.example>",
		"User-Agent":               "",
	} {
		if h := got.Header.Get(header); h != want {
			t.Errorf("%s = %q, want %q", header, h, want)
		}
	}
	if sender, err := got.Header.AddressList("From"); err != nil || sender[0].Name != "Manisa Büyükşehir Belediyesi" {
		t.Errorf("From = %v, %v", sender, err)
	}
	wantHTML(t, got.HTML, `<html lang="fa" dir="rtl">`,
		`<a href="https://manisa.example/r/MNS-26-004821-K?lang=fa"><bdi dir="ltr">`, `</bdi></a>.<br>`, `&lt;b&gt;پایان`)
}

func wantHTML(t *testing.T, html string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(html, part) {
			t.Errorf("no %s in\n%s", part, html)
		}
	}
}

func TestTurkishAndEnglishLettersRunToTheRight(t *testing.T) {
	for _, l := range []Letter{{Lang: city.Turkish}, {Lang: city.English}, {Lang: city.Persian, Dir: "ltr"}} {
		if dir := l.page().Dir; dir != "ltr" {
			t.Errorf("%s runs %s", l.Lang, dir)
		}
	}
}

func TestNothingTypedBecomesAHeader(t *testing.T) {
	server := started(t, &mailtest.Server{})
	sender := senderTo(t, server)
	err := sender.Send(t.Context(), Letter{To: "a@example.com", Subject: "Çukur\r\nBcc: all@example.com", Text: "metin"})
	if err != nil {
		t.Fatal(err)
	}
	if got := server.Letters()[0]; got.Header.Get("Bcc") != "" || got.Subject != "Çukur  Bcc: all@example.com" {
		t.Errorf("subject %q, Bcc %q", got.Subject, got.Header.Get("Bcc"))
	}
	for name, l := range map[string]Letter{
		"in a header's value": {Headers: map[string]string{"X-City": "a\r\nBcc: all@example.com"}},
		"in a header's name":  {Headers: map[string]string{"X-City: a\r\nBcc": "all@example.com"}},
		"a second recipient":  {Headers: map[string]string{"bcc": "all@example.com"}},
		"in the name":         {MessageID: "1>\r\nBcc: all@example.com"},
		"in the way back":     {ReplyTo: "a@example.com\r\nBcc: all@example.com"},
	} {
		t.Run(name, func(t *testing.T) {
			l.To = "a@example.com"
			if err := sender.Send(t.Context(), l); err == nil {
				t.Error("the letter was sent")
			}
		})
	}
	err = sender.Send(t.Context(), Letter{To: "a@example.com\r\nRCPT TO:<all@example.com>"})
	if fault.KindOf(err) != fault.Invalid || len(server.Letters()) != 1 {
		t.Errorf("Send = %v, %d letters", err, len(server.Letters()))
	}
}

func TestWithoutAServerNothingIsSent(t *testing.T) {
	unset, err := NewSender("")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []*Sender{unset, {}, nil} {
		if err := s.Send(t.Context(), Letter{To: "a@example.com"}); !errors.Is(err, ErrUnset) || !s.Unset() {
			t.Errorf("Send = %v", err)
		}
	}
	if fault.KindOf(ErrUnset) != fault.Unavailable {
		t.Error("ErrUnset cannot be explained")
	}
}

func TestNewSender(t *testing.T) {
	for name, tt := range map[string]struct {
		url  string
		port int
	}{
		"as it comes":       {"smtp://mail.example?from=a@b.example", 587},
		"TLS from start":    {"smtp://mail.example?from=a@b.example&tls=implicit", 465},
		"on this machine":   {"smtp://localhost?from=a@b.example&tls=none", 25},
		"a port of its own": {"smtp://u:p@mail.example:2525?from=a@b.example&tls=starttls", 2525},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := NewSender(tt.url)
			if err != nil || s.port != tt.port || s.Unset() {
				t.Errorf("NewSender = %+v, %v", s, err)
			}
		})
	}
	for name, url := range map[string]string{
		"another scheme":              "https://u:secret@mail.example?from=a@b.example",
		"no host":                     "smtp://?from=a@b.example",
		"no sender":                   "smtp://u:secret@mail.example",
		"a sender that is no address": "smtp://u:secret@mail.example?from=cevap",
		"an unknown TLS":              "smtp://u:secret@mail.example?from=a@b.example&tls=maybe",
		"an impossible port":          "smtp://u:secret@mail.example:99999?from=a@b.example",
		"a broken URL":                "smtp://u:secret@mail.example:abc%zz",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := NewSender(url)
			if err == nil || strings.Contains(err.Error(), "secret") {
				t.Errorf("NewSender: %v", err)
			}
		})
	}
}

func TestALetterThatIsNotTaken(t *testing.T) {
	for name, tt := range map[string]struct {
		answer    string
		code      int
		permanent bool
	}{
		"nobody there":          {"550 5.1.1 no a@example.com here", 550, true},
		"the box is full today": {"452 4.2.2 a@example.com is full", 452, false},
		"the server hangs up":   {"drop", 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			server := started(t, &mailtest.Server{Refuse: func(string) string { return tt.answer }})
			err := senderTo(t, server).Send(t.Context(), Letter{To: "a@example.com", Text: "metin"})
			var f *Failure
			if !errors.As(err, &f) || f.Code != tt.code || f.Permanent != tt.permanent {
				t.Fatalf("Send = %#v", err)
			}
			if strings.Contains(err.Error(), "a@example.com") {
				t.Errorf("the address goes into the log: %v", err)
			}
		})
	}
}

func TestALetterTakenWithoutFarewellIsNotSentTwice(t *testing.T) {
	server := started(t, &mailtest.Server{HangUp: true})
	if err := senderTo(t, server).Send(t.Context(), Letter{To: "a@example.com"}); err != nil {
		t.Errorf("Send = %v, so the letter would be sent again", err)
	}
	if n := len(server.Letters()); n != 1 {
		t.Errorf("%d letters arrived", n)
	}
}

// certified is a server with a certificate for 127.0.0.1, and who vouches.
func certified(t *testing.T, s *mailtest.Server) (*mailtest.Server, *x509.CertPool) {
	t.Helper()
	web := httptest.NewTLSServer(nil)
	t.Cleanup(web.Close)
	s.TLS = web.TLS.Clone()
	s.TLS.NextProtos = nil
	roots := x509.NewCertPool()
	roots.AddCert(web.Certificate())
	return started(t, s), roots
}

func TestTheLetterTravelsEncrypted(t *testing.T) {
	for name, server := range map[string]*mailtest.Server{
		"STARTTLS":           {},
		"TLS from the start": {Implicit: true},
		"with a password":    {User: "mahalle", Password: "p@ß:w/d"},
		"with both":          {User: "mahalle", Password: "gizli", Implicit: true},
	} {
		t.Run(name, func(t *testing.T) {
			server, roots := certified(t, server)
			sender := senderTo(t, server)
			if err := sender.Send(t.Context(), Letter{To: "a@example.com", Text: "metin"}); err == nil {
				t.Error("the letter went to a server nobody vouches for")
			}
			sender.roots = roots
			if err := sender.Send(t.Context(), Letter{To: "a@example.com", Text: "metin"}); err != nil {
				t.Fatal(err, errors.Unwrap(err))
			}
			if n := len(server.Letters()); n != 1 {
				t.Errorf("%d letters arrived", n)
			}
		})
	}
}

func TestNothingGoesInTheClearUnlessTheCitySaysSo(t *testing.T) {
	server := started(t, &mailtest.Server{User: "mahalle", Password: "gizli"})
	for _, url := range []string{
		strings.Replace(server.URL(from), "tls=none", "tls=starttls", 1), // not offered
		server.URL(from), // a password without encryption
	} {
		sender, err := NewSender(url)
		if err != nil {
			t.Fatal(err)
		}
		var f *Failure
		if err := sender.Send(t.Context(), Letter{To: "a@example.com"}); !errors.As(err, &f) || f.Permanent {
			t.Errorf("Send = %v", err)
		}
	}
	if len(server.Letters()) != 0 {
		t.Error("a letter was sent")
	}
}

func TestAWrongPasswordIsNotTheLettersEnd(t *testing.T) {
	server, roots := certified(t, &mailtest.Server{User: "mahalle", Password: "gizli"})
	sender := senderTo(t, server)
	sender.roots, sender.pass = roots, "wrong"
	err := sender.Send(t.Context(), Letter{To: "a@example.com"})
	var f *Failure
	if !errors.As(err, &f) || f.Permanent {
		t.Errorf("Send = %v", err)
	}
}

func TestASilentServerIsNotWaitedFor(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = silent.Close() }()
	sender, err := NewSender("smtp://" + silent.Addr().String() + "?tls=none&from=a@b.example")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer stop()
	start := time.Now()
	var f *Failure
	if err := sender.Send(ctx, Letter{To: "a@example.com"}); !errors.As(err, &f) || time.Since(start) > 2*time.Second {
		t.Errorf("Send = %v after %v", err, time.Since(start))
	}
	if err := sender.Send(ctx, Letter{To: "a@example.com"}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("after the time is over Send = %v", err)
	}
}

func TestManySendAtOnce(t *testing.T) {
	server := started(t, &mailtest.Server{})
	sender := senderTo(t, server)
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			err := sender.Send(t.Context(), Letter{To: fmt.Sprintf("muhtar%d@example.com", i), Text: "metin"})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	seen := map[string]bool{}
	for _, l := range server.Letters() {
		seen[l.To[0]+l.Header.Get("Message-Id")] = true
	}
	if len(seen) != 20 {
		t.Errorf("%d different letters arrived", len(seen))
	}
}
