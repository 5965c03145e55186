package mailtest

import (
	"context"
	"errors"
	"fmt"
	"net/smtp"
	"strings"
	"testing"
	"time"
)

func started(t *testing.T) *Server {
	t.Helper()
	s := &Server{}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func send(t *testing.T, s *Server, letter string) {
	t.Helper()
	err := smtp.SendMail(s.Addr(), nil, "from@example.com", []string{"a@example.com", "b@example.com"},
		[]byte(strings.ReplaceAll(letter, "\n", "\r\n")))
	if err != nil {
		t.Fatal(err)
	}
}

func TestALetterIsKeptAsItArrived(t *testing.T) {
	s := started(t)
	send(t, s, "Subject: =?utf-8?q?=C3=87ukur?=\nContent-Type: multipart/alternative; boundary=x\n\n"+
		"--x\nContent-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n=C3=A7=C3=B6p\n"+
		"--x\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\nPGI+w6fDtnA8L2I+\n--x--\n")
	l := s.Letters()[0]
	if l.Subject != "Çukur" || l.Text != "çöp" || l.HTML != "<b>çöp</b>" || len(l.To) != 2 || l.From != "from@example.com" {
		t.Errorf("the letter is %+v", l)
	}
}

func TestALetterThatMakesNoSenseIsKept(t *testing.T) {
	s := started(t)
	send(t, s, "no headers at all")
	send(t, s, "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n%%%\n")
	if l := s.Letters(); len(l) != 2 || len(l[0].Raw) == 0 {
		t.Errorf("kept %+v", l)
	}
}

func TestWait(t *testing.T) {
	s := started(t)
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer stop()
	if _, err := s.Wait(ctx, 1); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("waiting for nothing gives %v", err)
	}
	go func() {
		_ = smtp.SendMail(s.Addr(), nil, "a@example.com", []string{"b@example.com"}, []byte("Subject: 1\r\n\r\n"))
	}()
	if l, err := s.Wait(t.Context(), 1); err != nil || l[0].Subject != "1" {
		t.Errorf("Wait = %v, %v", l, err)
	}
}

func TestOldLettersAreForgotten(t *testing.T) {
	s := &Server{arrived: make(chan struct{})}
	for i := range keep + 5 {
		s.keepLetter(Letter{Subject: fmt.Sprint(i)})
	}
	if l := s.Letters(); len(l) != keep || l[0].Subject != "5" {
		t.Errorf("%d letters, the oldest %s", len(l), l[0].Subject)
	}
	s.Forget()
	if len(s.Letters()) != 0 {
		t.Error("the box is not empty")
	}
}

func TestCloseHangsUp(t *testing.T) {
	s := started(t)
	c, err := smtp.Dial(s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	done := make(chan error)
	go func() { done <- s.Close() }()
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("Close waits for the client")
	}
	if c.Noop() == nil {
		t.Error("the server still answers")
	}
}
