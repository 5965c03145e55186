package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	netmail "net/mail"
	"net/url"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"

	"mahalle/internal/platform/fault"
)

// ErrUnset says that the city has not set a mail server. Nothing was sent and
// trying again is of no use.
var ErrUnset = fault.New(fault.Unavailable, "mail.unset")

// patience is how long the mail server may take to greet us, and then again to
// take the letter.
const patience = 15 * time.Second

// Sender gives letters to one mail server. The zero Sender has none and answers
// ErrUnset. A Sender may be used by many at once.
type Sender struct {
	host       string
	port       int
	user, pass string
	from       address
	tls        security
	roots      *x509.CertPool // nil: those of the machine
}

type address struct{ name, addr string }

type security string

const (
	startTLS security = "starttls" // the usual: in the clear for the greeting only
	implicit security = "implicit" // from the first byte
	none     security = "none"     // a server on the same machine
)

var usualPort = map[security]int{startTLS: 587, implicit: 465, none: 25}

// NewSender reads where to send from a URL such as
//
//	smtp://user:password@mail.manisa.bel.tr:587?from=Manisa+<cevap@manisa.bel.tr>&tls=starttls
//
// tls is starttls (if it is left out), implicit or none; a server that does not
// offer what is asked gets no letter and no password. An empty URL makes a
// Sender without a server. Errors never repeat the URL, which holds a password.
func NewSender(rawURL string) (*Sender, error) {
	if rawURL == "" {
		return &Sender{}, nil
	}
	u, err := url.Parse(rawURL)
	if err != nil || u.Scheme != "smtp" || u.Hostname() == "" {
		return nil, errors.New("mail: the mail server must be given as smtp://user:password@host:port?from=address")
	}
	s := &Sender{host: u.Hostname(), user: u.User.Username()}
	s.pass, _ = u.User.Password()
	if err := s.choose(u.Query().Get("tls"), u.Port()); err != nil {
		return nil, err
	}
	s.from, err = senderAddress(u.Query().Get("from"))
	return s, err
}

func (s *Sender) choose(tls, port string) error {
	s.tls = security(tls)
	if tls == "" {
		s.tls = startTLS
	}
	if s.port = usualPort[s.tls]; s.port == 0 {
		return fmt.Errorf("mail: tls=%s is not one of starttls, implicit, none", tls)
	}
	if port != "" {
		n, err := strconv.ParseUint(port, 10, 16)
		if err != nil || n == 0 {
			return fmt.Errorf("mail: %s is not a port", port)
		}
		s.port = int(n)
	}
	return nil
}

func senderAddress(from string) (address, error) {
	a, err := netmail.ParseAddress(from)
	if err != nil {
		return address{}, fmt.Errorf("mail: from=%s is not an address", from)
	}
	addr, err := ParseAddress(a.Address)
	return address{a.Name, addr}, err
}

// Unset reports that there is no mail server, so that a screen can say so
// before anybody waits for a letter.
func (s *Sender) Unset() bool { return s == nil || s.host == "" }

// From is the address letters come from; "" without a server.
func (s *Sender) From() string {
	if s.Unset() {
		return ""
	}
	return s.from.addr
}

// Send gives one letter to the mail server and returns when the server has
// taken it on, within half a minute. It answers ErrUnset without a server,
// fault.Invalid for an address that is none, and *Failure when the server did
// not take the letter.
func (s *Sender) Send(ctx context.Context, l Letter) error {
	if s.Unset() {
		return ErrUnset
	}
	m, err := l.message(s.from)
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	client, err := gomail.NewClient(s.host, s.options(ctx)...)
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	err = client.DialAndSendWithContext(ctx, m)
	if err == nil || m.IsDelivered() { // a farewell that fails does not matter
		return nil
	}
	return failure(err)
}

func (s *Sender) options(ctx context.Context) []gomail.Option {
	options := []gomail.Option{
		gomail.WithPort(s.port),
		gomail.WithTimeout(within(ctx)),
		gomail.WithTLSConfig(&tls.Config{ServerName: s.host, MinVersion: tls.VersionTLS12, RootCAs: s.roots}),
		gomail.WithoutNoop(),
	}
	switch s.tls {
	case startTLS:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case implicit:
		options = append(options, gomail.WithSSL())
	case none:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	}
	if s.user != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover),
			gomail.WithUsername(s.user), gomail.WithPassword(s.pass))
	}
	return options
}

// within is our patience, or less if the caller has less.
func within(ctx context.Context) time.Duration {
	if end, ok := ctx.Deadline(); ok {
		return max(min(patience, time.Until(end)), time.Millisecond)
	}
	return patience
}
