// Package imaptest is a mailbox on this machine, for tests: letters are put into
// it, and whoever signs in can read them and move them about.
//
// It speaks real IMAP on a real socket. It listens on 127.0.0.1 only.
package imaptest

import (
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
)

// Who may sign in.
const (
	User     = "bilgi"
	Password = "gizli"
)

// Server is a mail server with one mailbox. Set the fields before Start.
type Server struct {
	TLS      *tls.Config // if set, STARTTLS is offered
	Implicit bool        // TLS from the first byte instead
	Plain    bool        // neither MOVE nor UIDPLUS

	user     *imapmemserver.User
	memory   *imapmemserver.Server
	server   *imapserver.Server
	listener net.Listener
}

// Start begins to listen on a free port of 127.0.0.1.
func (s *Server) Start() error {
	s.user, s.memory = imapmemserver.NewUser(User, Password), imapmemserver.New()
	if err := s.user.Create("INBOX", nil); err != nil {
		return err
	}
	s.memory.AddUser(s.user)
	return s.listen("127.0.0.1:0")
}

// Again opens the door where it was before it was closed, with what is inside.
func (s *Server) Again() error { return s.listen(s.listener.Addr().String()) }

func (s *Server) listen(address string) error {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	s.listener = l
	o := &imapserver.Options{InsecureAuth: s.TLS == nil, Caps: imap.CapSet{imap.CapIMAP4rev1: {}}, Logger: log.New(io.Discard, "", 0),
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return s.memory.NewSession(), nil, nil
		}}
	if !s.Plain {
		o.Caps[imap.CapMove], o.Caps[imap.CapUIDPlus] = struct{}{}, struct{}{}
	}
	switch {
	case s.Implicit:
		o.InsecureAuth = true
		l = tls.NewListener(l, s.TLS)
	case s.TLS != nil:
		o.TLSConfig = s.TLS
	}
	s.server = imapserver.New(o)
	server := s.server
	go func() { _ = server.Serve(l) }() // ends when the server is closed
	return nil
}

// Close hangs up on everybody.
func (s *Server) Close() error { return s.server.Close() }

// URL is what mailroom.ParseBoxes needs to read here.
func (s *Server) URL() string {
	u := url.URL{Scheme: "imap", User: url.UserPassword(User, Password), Host: s.listener.Addr().String(), Path: "/INBOX"}
	switch {
	case s.Implicit:
		u.Scheme = "imaps"
	case s.TLS == nil:
		u.RawQuery = "tls=none"
	}
	return u.String()
}

// Get puts a letter into the mailbox; its lines may end in \n.
func (s *Server) Get(letter string) error { return s.GetAt(letter, time.Now()) }

// GetAt puts a letter that came at the given moment into the mailbox.
func (s *Server) GetAt(letter string, at time.Time) error {
	if !strings.Contains(letter, "\r\n") {
		letter = strings.ReplaceAll(letter, "\n", "\r\n")
	}
	_, err := s.user.Append("INBOX", strings.NewReader(letter), &imap.AppendOptions{Time: at})
	return err
}

// Holds counts the letters in a folder, those marked as deleted left out.
func (s *Server) Holds(folder string) (int, error) {
	d, err := s.user.Status(folder, &imap.StatusOptions{NumMessages: true, NumDeleted: true})
	if err != nil {
		return 0, err
	}
	n := int(*d.NumMessages)
	if d.NumDeleted != nil {
		n -= int(*d.NumDeleted)
	}
	return n, nil
}
