package mail

import (
	"cmp"
	"fmt"
	"net/textproto"
	"regexp"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"mahalle/internal/city"
)

// Letter is one e-mail to one person.
type Letter struct {
	To      string // an address; see ParseAddress
	Subject string
	Text    string // paragraphs are parted by empty lines
	Lang    city.Lang
	Dir     string // "ltr" or "rtl"; "" follows Lang
	ReplyTo string // an address, or "" for the sender's own

	// MessageID names the letter for ever, such as a city.ID; the sender's
	// domain is added to it, and "" makes a new one. The same letter sent again
	// should have the same name.
	MessageID string

	// Headers are further headers, such as List-Unsubscribe.
	Headers map[string]string
}

// message puts the letter into an envelope.
func (l Letter) message(from address) (*gomail.Msg, error) {
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := l.addressTo(m, from); err != nil {
		return nil, err
	}
	m.Subject(oneLine(l.Subject))
	m.SetMessageIDWithValue(l.name(from))
	m.SetDate()
	if err := l.setHeaders(m); err != nil {
		return nil, err
	}
	m.SetBodyString(gomail.TypeTextPlain, l.Text)
	if err := m.AddAlternativeHTMLTemplate(page, l.page()); err != nil {
		return nil, err
	}
	return m, nil
}

func (l Letter) addressTo(m *gomail.Msg, from address) error {
	to, err := ParseAddress(l.To)
	if err != nil {
		return err
	}
	if err := m.To(to); err != nil {
		return err
	}
	if l.ReplyTo != "" {
		back, err := ParseAddress(l.ReplyTo)
		if err != nil {
			return err
		}
		if err := m.ReplyTo(back); err != nil {
			return err
		}
	}
	return m.FromFormat(from.name, from.addr)
}

// name is the letter's Message-ID, without angle brackets.
func (l Letter) name(from address) string {
	id := cmp.Or(l.MessageID, string(city.NewID()))
	if strings.Contains(id, "@") {
		return id
	}
	return id + from.addr[strings.LastIndexByte(from.addr, '@'):]
}

// setHeaders also tells machines not to answer (RFC 3834, and Exchange's way).
func (l Letter) setHeaders(m *gomail.Msg) error {
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetGenHeader("X-Auto-Response-Suppress", "All")
	if l.Lang != "" {
		m.SetGenHeader("Content-Language", string(l.Lang))
	}
	if strings.ContainsFunc(l.MessageID, notPrintable) {
		return fmt.Errorf("mail: %q cannot name a letter", l.MessageID)
	}
	for name, value := range l.Headers {
		if ours[textproto.CanonicalMIMEHeaderKey(name)] || !headerName.MatchString(name) || oneLine(value) != value {
			return fmt.Errorf("mail: the header %q cannot be set to %q", name, value)
		}
		m.SetGenHeader(gomail.Header(name), value)
	}
	return nil
}

var headerName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*$`)

// ours are the headers that a letter has other words for.
var ours = map[string]bool{
	"From": true, "To": true, "Cc": true, "Bcc": true, "Sender": true, "Reply-To": true,
	"Subject": true, "Date": true, "Message-Id": true, "Mime-Version": true,
	"Content-Type": true, "Content-Transfer-Encoding": true, "Content-Language": true, "Auto-Submitted": true,
}

// oneLine keeps a header from becoming two.
func oneLine(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, s))
}

func notPrintable(r rune) bool { return r <= ' ' || r >= 0x7f || r == '<' || r == '>' }
