package mailroom

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"

	"mahalle/internal/platform/mail/imaptest"
)

func started(t *testing.T, s *imaptest.Server) *imaptest.Server {
	t.Helper()
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func boxAt(t *testing.T, url string) Box {
	t.Helper()
	all, err := ParseBoxes(url)
	if err != nil {
		t.Fatal(err)
	}
	return all[0]
}

func callOn(t *testing.T, b Box) *line {
	t.Helper()
	l, err := call(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.hangUp)
	return l
}

func TestTheLineIsPrivate(t *testing.T) {
	for name, s := range map[string]*imaptest.Server{"STARTTLS": {}, "TLS from the start": {Implicit: true}} {
		t.Run(name, func(t *testing.T) {
			web := httptest.NewTLSServer(nil)
			defer web.Close()
			s.TLS = web.TLS.Clone()
			s.TLS.NextProtos = nil
			b := boxAt(t, started(t, s).URL())
			var why *trouble
			if _, err := call(t.Context(), b); !errors.As(err, &why) || why.code != "unreachable" {
				t.Errorf("the password went to a server nobody vouches for: %v", err)
			}
			b.roots = x509.NewCertPool()
			b.roots.AddCert(web.Certificate())
			callOn(t, b)
		})
	}
}

func TestEachTroubleHasItsName(t *testing.T) {
	s := started(t, &imaptest.Server{})
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = silent.Close() }()
	for want, url := range map[string]string{
		"sign_in":     strings.Replace(s.URL(), imaptest.Password, "yanlis", 1),
		"folder":      strings.Replace(s.URL(), "INBOX", "Yok", 1),
		"unreachable": "imap://a:b@" + silent.Addr().String() + "/INBOX?tls=none",
	} {
		t.Run(want, func(t *testing.T) {
			ctx, stop := context.WithTimeout(t.Context(), 500*time.Millisecond)
			defer stop()
			_, err := call(ctx, boxAt(t, url))
			var why *trouble
			if !errors.As(err, &why) || why.code != want || strings.Contains(err.Error(), "yanlis") {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestAServerThatCannotMoveKeepsACopy(t *testing.T) {
	s := started(t, &imaptest.Server{Plain: true})
	for range 2 {
		if err := s.Get("Subject: x\n\nmetin\n"); err != nil {
			t.Fatal(err)
		}
	}
	l := callOn(t, boxAt(t, s.URL()))
	if err := l.putAway(imap.UID(1)); err != nil {
		t.Fatal(err)
	}
	found, err := l.UIDSearch(&imap.SearchCriteria{NotFlag: []imap.Flag{imap.FlagDeleted}}, nil).Wait()
	if err != nil || len(found.AllUIDs()) != 1 {
		t.Errorf("%v letters are still to be read, %v", found.AllUIDs(), err)
	}
	if n, err := s.Holds("Mahalle/done"); n != 1 || err != nil {
		t.Errorf("%d were put away, %v", n, err)
	}
}

func TestALetterIsReadAsItComesAndToItsEnd(t *testing.T) {
	s := started(t, &imaptest.Server{})
	if err := s.Get("Subject: x\n\nmetin\n"); err != nil {
		t.Fatal(err)
	}
	l := callOn(t, boxAt(t, s.URL()))
	var got []byte
	err := l.fetch(imap.UID(1), &imap.FetchItemBodySection{Peek: true}, nil, func(r io.Reader) (err error) { got, err = io.ReadAll(r); return err })
	if err != nil || string(got) != "Subject: x\r\n\r\nmetin\r\n" {
		t.Errorf("%q, %v", got, err)
	}
	no := errors.New("no")
	if err := l.fetch(imap.UID(1), &imap.FetchItemBodySection{Peek: true}, nil, func(io.Reader) error { return no }); !errors.Is(err, no) {
		t.Errorf("%v", err)
	}
	if err := l.fetch(imap.UID(9), &imap.FetchItemBodySection{Peek: true}, nil, func(io.Reader) error { return nil }); !errors.Is(err, errCutOff) {
		t.Errorf("a letter that is not there: %v", err)
	}
	if err := whole(short{strings.NewReader("half")}, func(io.Reader) error { return nil }); !errors.Is(err, errCutOff) {
		t.Errorf("half a letter: %v", err)
	}
}

// short is half of what it says it is.
type short struct{ *strings.Reader }

func (short) Size() int64 { return 8 }
