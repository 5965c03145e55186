package mailtest

import (
	"crypto/tls"
	"encoding/base64"
	"io"
	"net"
	"net/textproto"
	"strings"
	"time"
)

const (
	idle     = 30 * time.Second
	maxBytes = 32 << 20 // of one conversation
)

// session is one conversation with a client (RFC 5321).
type session struct {
	server   *Server
	conn     net.Conn
	text     *textproto.Conn
	signedIn bool
	secure   bool
	from     string
	to       []string
}

func (s *session) talk(c net.Conn) {
	s.secure = s.server.Implicit
	s.use(c)
	s.say("220 mailtest keeps what it is given")
	for {
		if err := s.conn.SetDeadline(time.Now().Add(idle)); err != nil {
			return
		}
		line, err := s.text.ReadLine()
		if err != nil || !s.answer(line) {
			return
		}
	}
}

func (s *session) use(c net.Conn) {
	s.conn = c
	s.text = textproto.NewConn(limited{c, io.LimitReader(c, maxBytes)})
}

type limited struct {
	net.Conn
	r io.Reader
}

func (l limited) Read(b []byte) (int, error) { return l.r.Read(b) }

// say answers; a client that has gone is noticed at the next reading.
func (s *session) say(line string) { _ = s.text.PrintfLine("%s", line) }

// answer reports whether the conversation goes on.
func (s *session) answer(line string) bool {
	verb, rest, _ := strings.Cut(line, " ")
	switch strings.ToUpper(verb) {
	case "EHLO", "HELO":
		s.greet()
	case "STARTTLS":
		return s.startTLS()
	case "AUTH":
		s.signIn(rest)
	case "MAIL":
		s.begin(rest)
	case "RCPT":
		return s.recipient(rest)
	case "DATA":
		return s.letter()
	case "RSET":
		s.from, s.to = "", nil
		s.say("250 OK")
	case "NOOP":
		s.say("250 OK")
	case "QUIT":
		s.say("221 goodbye")
		return false
	default:
		s.say("502 not known here")
	}
	return true
}

func (s *session) greet() {
	s.say("250-mailtest")
	s.say("250-8BITMIME")
	if s.server.TLS != nil && !s.secure {
		s.say("250-STARTTLS")
	}
	if s.server.User != "" {
		s.say("250-AUTH PLAIN")
	}
	s.say("250 ENHANCEDSTATUSCODES")
}

func (s *session) startTLS() bool {
	if s.server.TLS == nil || s.secure {
		s.say("502 not offered")
		return true
	}
	s.say("220 go ahead")
	c := tls.Server(s.conn, s.server.TLS)
	if err := c.Handshake(); err != nil {
		return false
	}
	s.secure = true
	s.use(c)
	return true
}

func (s *session) signIn(rest string) {
	secret, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(rest, "PLAIN "))
	if err != nil || string(secret) != "\x00"+s.server.User+"\x00"+s.server.Password {
		s.say("535 5.7.8 wrong user or password")
		return
	}
	s.signedIn = true
	s.say("235 welcome")
}

func (s *session) begin(rest string) {
	if s.server.User != "" && !s.signedIn {
		s.say("530 5.7.0 sign in first")
		return
	}
	s.from, s.to = bracketed(rest), nil
	s.say("250 OK")
}

func (s *session) recipient(rest string) bool {
	to := bracketed(rest)
	if s.server.Refuse != nil {
		switch no := s.server.Refuse(to); no {
		case "":
		case "drop":
			return false
		default:
			s.say(no)
			return true
		}
	}
	if s.from == "" {
		s.say("503 5.5.1 from whom?")
		return true
	}
	s.to = append(s.to, to)
	s.say("250 OK")
	return true
}

func (s *session) letter() bool {
	if len(s.to) == 0 {
		s.say("503 5.5.1 to whom?")
		return true
	}
	s.say("354 end with a dot")
	raw, err := s.text.ReadDotBytes()
	if err != nil {
		return false
	}
	s.server.keepLetter(read(s.from, s.to, raw))
	s.from, s.to = "", nil
	s.say("250 2.0.0 kept")
	return !s.server.HangUp
}

// bracketed is the address in "FROM:<somebody@example.com> SIZE=…".
func bracketed(s string) string {
	_, s, _ = strings.Cut(s, "<")
	s, _, _ = strings.Cut(s, ">")
	return s
}
