package letter

import (
	"bufio"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"regexp"
	"strings"
)

// part reads one part, and those within it.
func (s *reading) part(h header, body io.Reader, depth int) error {
	kind, params := h.kind()
	name := h.fileName()
	switch {
	case strings.HasPrefix(kind, "multipart/") && params["boundary"] != "":
		s.report = s.report || kind == "multipart/report"
		return s.within(multipart.NewReader(body, params["boundary"]), depth)
	case strings.HasPrefix(kind, "multipart/"):
		s.l.Damaged = true
		return s.text(&s.plain, body, mostText, "")
	case s.report && kind == "message/delivery-status":
		return s.status(body)
	case s.report && (kind == "message/rfc822" || kind == "text/rfc822-headers" || kind == "message/rfc822-headers"):
		return s.cameBack(body)
	case paperwork[kind]:
		return nil
	case kind == "text/html" && !h.attached():
		return s.html(h.decoded(body), params["charset"])
	case (kind == "text/plain" || kind == "text/enriched") && !h.attached():
		return s.text(&s.plain, h.decoded(body), mostText, params["charset"])
	case strings.HasPrefix(kind, "image/") || photoName.MatchString(name):
		return s.picture(h, h.decoded(body))
	}
	if name == "" {
		name = kind
	}
	s.refuse(name)
	return nil
}

// paperwork are parts that no person wrote or wants to read.
var paperwork = map[string]bool{
	"application/pgp-signature": true, "application/pkcs7-signature": true, "application/x-pkcs7-signature": true,
	"message/disposition-notification": true, "message/delivery-status": true,
}

var photoName = regexp.MustCompile(`(?i)\.(jpe?g|png|webp|gif|heic|heif)$`)

// within reads the parts of a part, as many as a person could have made.
func (s *reading) within(all *multipart.Reader, depth int) error {
	for {
		p, err := all.NextRawPart()
		if err != nil {
			s.l.Damaged = s.l.Damaged || err != io.EOF // wrapped, it came too early
			return nil
		}
		if s.parts++; s.parts > mostParts || depth >= mostDepth {
			s.l.Damaged = true
			return nil
		}
		h := header{}
		for name, values := range p.Header {
			h[strings.ToLower(name)] = values
		}
		if err := s.part(h, p, depth+1); err != nil {
			return err
		}
	}
}

// text keeps what is written, and what could be read of it if it breaks off.
func (s *reading) text(to *strings.Builder, body io.Reader, most int64, charset string) error {
	b, err := io.ReadAll(io.LimitReader(body, most+1))
	if int64(len(b)) > most {
		b = b[:most]
		s.l.Damaged = true
	}
	s.l.Damaged = s.l.Damaged || err != nil
	if int64(to.Len()) < most {
		s.write(to, decode(b, charset))
	}
	return nil
}

func (s *reading) html(body io.Reader, charset string) error {
	b, err := io.ReadAll(io.LimitReader(body, mostHTML+1))
	s.l.Damaged = s.l.Damaged || err != nil || len(b) > mostHTML
	if int64(s.page.Len()) < mostText {
		s.write(&s.page, plainOf(decode(b[:min(len(b), mostHTML)], charset)))
	}
	return nil
}

// kind is the media type, as far as it can be made out; a letter without one is
// plain text.
func (h header) kind() (string, map[string]string) {
	said := h.get("content-type")
	if said == "" {
		return "text/plain", nil
	}
	kind, params, err := mime.ParseMediaType(said)
	if err == nil {
		return kind, params
	}
	kind, _, _ = strings.Cut(said, ";")
	params = map[string]string{}
	for _, found := range parameter.FindAllStringSubmatch(said, 20) {
		if name := strings.ToLower(found[1]); params[name] == "" {
			params[name] = strings.Trim(found[2], `"`)
		}
	}
	return strings.ToLower(strings.TrimSpace(kind)), params
}

var parameter = regexp.MustCompile(`(?i)\b(charset|boundary|name)\s*=\s*("[^"]*"|[^\s;]+)`)

func (h header) attached() bool {
	way, _, _ := strings.Cut(h.get("content-disposition"), ";")
	return strings.EqualFold(strings.TrimSpace(way), "attachment")
}

// fileName is what the sender calls an attachment.
func (h header) fileName() string {
	name := ""
	if _, params, err := mime.ParseMediaType(h.get("content-disposition")); err == nil {
		name = params["filename"]
	}
	if name == "" {
		_, params := h.kind()
		name = params["name"]
	}
	return header{"name": {name}}.line("name")
}

// decoded undoes the coding for the way.
func (h header) decoded(body io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(h.get("content-transfer-encoding"))) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, &sixty{bufio.NewReader(body)})
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	}
	return body
}

// sixty leaves out what is no base64, such as spaces and lines of mail gateways.
type sixty struct{ r *bufio.Reader }

func (s *sixty) Read(b []byte) (n int, err error) {
	for n < len(b) {
		c, err := s.r.ReadByte()
		if err != nil {
			if n > 0 {
				return n, nil
			}
			return 0, err
		}
		if c == '+' || c == '/' || c == '=' || '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' {
			b[n] = c
			n++
		}
	}
	return n, nil
}
