package mailtest

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"
	"time"
)

// Letter is a letter as it arrived.
type Letter struct {
	From    string      // of the envelope
	To      []string    // of the envelope
	Header  mail.Header // as written; see Subject for the decoded subject
	Subject string
	Text    string // the plain part
	HTML    string // the HTML part
	Raw     []byte
	At      time.Time
}

// read takes a letter apart. What it cannot understand it leaves empty: the
// test that looks for it will say so.
func read(from string, to []string, raw []byte) Letter {
	l := Letter{From: from, To: to, Raw: raw, At: time.Now()}
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return l
	}
	l.Header = m.Header
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err == nil {
		l.Subject = subject
	}
	l.readPart(textproto.MIMEHeader(m.Header), m.Body)
	return l
}

func (l *Letter) readPart(header textproto.MIMEHeader, body io.Reader) {
	kind, params, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil {
		return
	}
	if strings.HasPrefix(kind, "multipart/") {
		l.readParts(multipart.NewReader(body, params["boundary"]))
		return
	}
	text, err := io.ReadAll(decoded(header.Get("Content-Transfer-Encoding"), body))
	if err != nil {
		return
	}
	switch kind {
	case "text/plain":
		l.Text = string(text)
	case "text/html":
		l.HTML = string(text)
	}
}

func (l *Letter) readParts(parts *multipart.Reader) {
	for {
		p, err := parts.NextRawPart()
		if err != nil {
			return
		}
		l.readPart(p.Header, p)
	}
}

func decoded(encoding string, body io.Reader) io.Reader {
	switch strings.ToLower(encoding) {
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, body)
	}
	return body
}
