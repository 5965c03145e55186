package imaptest

import (
	"testing"

	"github.com/emersion/go-imap/v2/imapclient"
)

func TestALetterThatIsPutInCanBeRead(t *testing.T) {
	s := &Server{}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if err := s.Get("Subject: x\n\nmetin\n"); err != nil {
		t.Fatal(err)
	}
	c, err := imapclient.DialInsecure(s.listener.Addr().String(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	if err := c.Login(User, Password).Wait(); err != nil {
		t.Fatal(err)
	}
	opened, err := c.Select("INBOX", nil).Wait()
	if err != nil || opened.NumMessages != 1 {
		t.Fatalf("%+v, %v", opened, err)
	}
	if n, err := s.Holds("INBOX"); n != 1 || err != nil {
		t.Errorf("it holds %d, %v", n, err)
	}
}
