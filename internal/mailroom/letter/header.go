package letter

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"mime"
	netmail "net/mail"
	"regexp"
	"strings"

	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/mail"
)

// header holds the fields of a letter or a part by their names in small letters.
// Lines that are none are left out.
type header map[string][]string

const (
	mostHeader = 256 << 10 // bytes
	mostFields = 1000
)

// readHeader reads up to the empty line and reports whether all of it was kept.
func readHeader(r *bufio.Reader) (h header, whole bool) {
	h, whole = header{}, true
	last, read, fields := "", 0, 0
	for {
		line, err := r.ReadSlice('\n')
		text := strings.TrimRight(string(line), "\r\n")
		read += len(line)
		long := err == bufio.ErrBufferFull
		switch {
		case text == "" && !long:
			return h, whole
		case read > mostHeader || fields > mostFields:
			whole = false
		case text[0] == ' ' || text[0] == '\t':
			h.goOn(last, text)
		default:
			name, value, ok := strings.Cut(text, ":")
			if last = strings.ToLower(strings.TrimSpace(name)); !ok || last == "" || strings.ContainsAny(last, " \t") {
				last, whole = "", whole && strings.HasPrefix(text, "From ")
				break
			}
			fields++
			h[last] = append(h[last], strings.TrimSpace(value))
		}
		for long { // the rest of an endless line
			line, err = r.ReadSlice('\n')
			read += len(line)
			long = err == bufio.ErrBufferFull
			if whole = whole && read <= mostHeader; whole {
				h.goOn(last, strings.TrimRight(string(line), "\r\n"))
			}
		}
		if err != nil && err != bufio.ErrBufferFull {
			return h, whole && err == io.EOF
		}
	}
}

func (h header) goOn(name, more string) {
	if all := h[name]; len(all) > 0 {
		all[len(all)-1] += more
	}
}

func (h header) get(name string) string {
	if all := h[name]; len(all) > 0 {
		return all[0]
	}
	return ""
}

var words = mime.WordDecoder{CharsetReader: func(charset string, r io.Reader) (io.Reader, error) {
	b, err := io.ReadAll(io.LimitReader(r, mostHeader))
	return strings.NewReader(decode(b, charset)), err
}}

// line is a field as a person reads it.
func (h header) line(name string) string {
	raw := decode([]byte(h.get(name)), "")
	said, err := words.DecodeHeader(raw)
	if err != nil {
		said = raw
	}
	return oneLine(said, 300)
}

// oneLine is at most so many letters on one line.
func oneLine(s string, most int) string {
	letters := []rune(strings.Join(strings.Fields(i18n.CleanText(s)), " "))
	return string(letters[:min(len(letters), most)])
}

var looksLikeAddress = regexp.MustCompile(`[^\s<>,;:"()\[\]]+@[^\s<>,;:"()\[\]]+`)

// sender is who the letter says it is from.
func (h header) sender() (address, name string) {
	said := h.line("from")
	if a, err := (&netmail.AddressParser{WordDecoder: &words}).Parse(h.get("from")); err == nil {
		if address, err = mail.ParseAddress(a.Address); err == nil {
			return address, oneLine(a.Name, 100)
		}
	}
	all := looksLikeAddress.FindAllString(said, -1)
	if len(all) == 0 {
		return "", oneLine(strings.Trim(said, ` <>"`), 100)
	}
	found := all[len(all)-1]
	name, _, _ = strings.Cut(said, found)
	if address, err := mail.ParseAddress(found); err == nil {
		return address, oneLine(strings.Trim(name, ` <"`), 100)
	}
	return "", oneLine(said, 100)
}

// recipients are all addresses it was sent to, those a server noted among them.
func (h header) recipients() []string {
	var all []string
	for _, name := range []string{"delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "to", "cc", "resent-to"} {
		for _, value := range h[name] {
			for _, a := range looksLikeAddress.FindAllString(value, 50) {
				all = append(all, strings.ToLower(a))
			}
		}
	}
	return all
}

var bracketed = regexp.MustCompile(`<([^<>\s]+)>`)

// bare is a Message-ID without its brackets.
func bare(id string) string {
	if found := bracketed.FindStringSubmatch(id); found != nil {
		return found[1]
	}
	return strings.TrimSpace(id)
}

const mostAnswers = 50

func (h header) answers() []string {
	var all []string
	for _, found := range bracketed.FindAllStringSubmatch(h.get("in-reply-to"), mostAnswers) {
		all = append(all, found[1])
	}
	older := bracketed.FindAllStringSubmatch(h.get("references"), -1)
	for i := len(older) - 1; i >= 0 && len(all) < mostAnswers; i-- {
		all = append(all, older[i][1])
	}
	return all
}

// key names the letter: by the name its sender gave it, else by its whole header.
func (h header) key() string {
	said := bare(h.get("message-id")) + "\n" + h.get("from")
	if bare(h.get("message-id")) == "" {
		for _, name := range []string{"from", "to", "date", "subject", "received"} {
			said += "\n" + strings.Join(h[name], "\n")
		}
	}
	sum := sha256.Sum256([]byte(said))
	return hex.EncodeToString(sum[:])
}
