package mailtest

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/url"
	"slices"
	"sync"
	"time"
)

// Server is a mail server. The zero value takes every letter from anybody; set
// the fields before Start.
type Server struct {
	User, Password string      // if set, letters are taken only after signing in
	TLS            *tls.Config // if set, STARTTLS is offered
	Implicit       bool        // TLS from the first byte instead
	HangUp         bool        // be gone as soon as a letter is taken

	// Refuse answers what to say to a recipient instead of taking the letter,
	// such as "550 no such person"; "" takes it. "drop" hangs up. It must be
	// safe for concurrent use.
	Refuse func(to string) string

	listener net.Listener
	sessions sync.WaitGroup
	mu       sync.Mutex
	open     map[net.Conn]bool
	letters  []Letter
	arrived  chan struct{} // closed and made anew with every letter
}

// keep is how many letters are remembered; older ones are forgotten.
const keep = 1000

// Start begins to listen on a free port of 127.0.0.1.
func (s *Server) Start() error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	if s.Implicit {
		l = tls.NewListener(l, s.TLS)
	}
	s.listener, s.open, s.arrived = l, map[net.Conn]bool{}, make(chan struct{})
	s.sessions.Go(s.accept)
	return nil
}

// Close hangs up and waits until every conversation has ended. The letters can
// still be read.
func (s *Server) Close() error {
	err := s.listener.Close()
	s.mu.Lock()
	for c := range s.open {
		_ = c.Close() // the conversation may have ended meanwhile
	}
	s.open = nil
	s.mu.Unlock()
	s.sessions.Wait()
	return err
}

// Addr is the host and port of the server.
func (s *Server) Addr() string { return s.listener.Addr().String() }

// URL is what mail.NewSender needs to send here from the given address.
func (s *Server) URL(from string) string {
	u := url.URL{Scheme: "smtp", Host: s.Addr()}
	if s.User != "" {
		u.User = url.UserPassword(s.User, s.Password)
	}
	security := "none"
	if s.TLS != nil {
		security = "starttls"
	}
	if s.Implicit {
		security = "implicit"
	}
	u.RawQuery = url.Values{"from": {from}, "tls": {security}}.Encode()
	return u.String()
}

// Letters gives the letters that were taken, the oldest first.
func (s *Server) Letters() []Letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.letters)
}

// Wait gives the letters as soon as there are at least n, or an error when ctx
// ends first.
func (s *Server) Wait(ctx context.Context, n int) ([]Letter, error) {
	for {
		s.mu.Lock()
		letters, arrived := slices.Clone(s.letters), s.arrived
		s.mu.Unlock()
		if len(letters) >= n {
			return letters, nil
		}
		select {
		case <-arrived:
		case <-ctx.Done():
			return letters, ctx.Err()
		}
	}
}

// Forget empties the mail box.
func (s *Server) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.letters = nil
}

func (s *Server) keepLetter(l Letter) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.letters = append(s.letters, l)
	if extra := len(s.letters) - keep; extra > 0 {
		s.letters = slices.Delete(s.letters, 0, extra)
	}
	close(s.arrived)
	s.arrived = make(chan struct{})
}

func (s *Server) accept() {
	for {
		c, err := s.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil { // too many open files, perhaps: it passes
			time.Sleep(10 * time.Millisecond)
			continue
		}
		if s.begin(c) {
			s.sessions.Go(func() {
				defer s.end(c)
				(&session{server: s}).talk(c)
			})
		}
	}
}

// begin remembers a conversation, unless the server is closing.
func (s *Server) begin(c net.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open == nil {
		_ = c.Close()
		return false
	}
	s.open[c] = true
	return true
}

func (s *Server) end(c net.Conn) {
	_ = c.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, c)
}
