package mailroom

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"mahalle/internal/platform/mail"
)

// Box is one of the city's mailboxes.
type Box struct {
	City  string    // whose it is: a city's code or host name; "" where there is one city
	Reply string    // where answers are sent; "" for the address letters come from
	Since time.Time // letters that came before are left alone; zero: since the first look

	host, port   string
	user, pass   string
	folder, done string
	tls          security
	roots        *x509.CertPool // nil: those of the machine
}

type security string

const (
	implicit security = "implicit" // from the first byte
	startTLS security = "starttls" // after a greeting in the clear
	none     security = "none"     // a server on the same machine
)

var errNoBox = errors.New("mailroom: a mailbox must be given as imaps://user:password@host:port/INBOX")

// ParseBoxes reads mailboxes, parted by spaces, such as
//
//	imaps://bilgi:password@mail.manisa.bel.tr/INBOX?city=manisa&reply=cevap@manisa.bel.tr
//
// Each may say city (a code or host name, where several cities share the
// program), reply (the address that answers go to), done (the folder for what
// was taken in, Mahalle/done if it is left out), since (a day: older letters
// stay where they are) and, with imap://, tls: starttls (if it is left out) or
// none, for a server on the same machine. Errors never repeat what was given,
// which holds a password.
func ParseBoxes(given string) ([]Box, error) {
	var all []Box
	for text := range strings.FieldsSeq(given) {
		b, err := parseBox(text)
		if err != nil {
			return nil, err
		}
		all = append(all, b)
	}
	return all, nil
}

func parseBox(text string) (Box, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "imaps" && u.Scheme != "imap" || u.Hostname() == "" || u.User == nil {
		return Box{}, errNoBox
	}
	q := u.Query()
	b := Box{City: q.Get("city"), host: u.Hostname(), port: u.Port(), user: u.User.Username(),
		folder: strings.Trim(u.Path, "/"), done: q.Get("done")}
	b.pass, _ = u.User.Password()
	if b.folder == "" {
		b.folder = "INBOX"
	}
	if b.done == "" {
		b.done = "Mahalle/done"
	}
	if reply := q.Get("reply"); reply != "" {
		if b.Reply, err = mail.ParseAddress(reply); err != nil {
			return Box{}, fmt.Errorf("mailroom: reply=%s is not an address", reply)
		}
	}
	if since := q.Get("since"); since != "" {
		if b.Since, err = time.Parse(time.DateOnly, since); err != nil {
			return Box{}, fmt.Errorf("mailroom: since=%s is not a day such as 2026-01-31", since)
		}
	}
	return b, b.secure(u.Scheme, q.Get("tls"))
}

// secure chooses how the line is kept private.
func (b *Box) secure(scheme, tls string) error {
	port := "143"
	switch {
	case scheme == "imaps" && (tls == "" || tls == string(implicit)):
		b.tls, port = implicit, "993"
	case scheme == "imap" && (tls == "" || tls == string(startTLS)):
		b.tls = startTLS
	case scheme == "imap" && tls == string(none):
		b.tls = none
	default:
		return errors.New("mailroom: tls is starttls or none, and only with imap://")
	}
	if b.port == "" {
		b.port = port
	}
	if ip := net.ParseIP(b.host); b.tls == none && b.host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return errors.New("mailroom: without TLS the password could be read on the way; tls=none is for a server on the same machine")
	}
	return nil
}

// Name tells mailboxes apart and holds no password.
func (b Box) Name() string { return b.user + "@" + b.host + "/" + b.folder }
