package letter

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"io"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
)

// Letter is what an e-mail says.
type Letter struct {
	Key      string    // names it: the same letter delivered twice has the same key
	ID       string    // its Message-ID without brackets; "" if it has none
	From     string    // who sent it, as we keep addresses; "" if that cannot be read
	Name     string    // what the sender is called, as the sender says
	To       []string  // every address it was sent to, in small letters
	Subject  string    // on one line
	Answers  []string  // Message-IDs of what it answers, the nearest first
	Lang     city.Lang // the language it seems to be written in; "" if that is not plain
	Text     string    // what the sender wrote, without quoted history and signature
	Whole    string    // all that was written and quoted
	Refused  []string  // names of attachments that were not taken
	Machine  Machine   // why no person wrote it; "" for a person's letter
	Returned []string  // Message-IDs of our letters that did not arrive, if it says so
	Damaged  bool      // not all of it could be read
}

// Part is a picture on its way.
type Part struct {
	Name   string // as the sender calls it; may be ""
	Inline bool   // part of the writing, as the drawing in a signature is
}

// Take is given each picture. An error of kind Invalid or TooLarge puts the name
// among the refused ones; any other ends the reading.
type Take func(ctx context.Context, p Part, r io.Reader) error

const (
	mostText  = 256 << 10 // bytes of one text, as written
	mostHTML  = 1 << 20   // bytes of one page
	mostDepth = 20        // parts within parts
	mostParts = 200
	mostNamed = 20 // refused attachments that are named
)

// Head reads no more than the header.
func Head(r io.Reader) (Letter, error) {
	from := &watched{r: r}
	l, _, _ := open(from)
	return l, from.failed
}

// Read reads a letter to its end. Its error is of the line or of take: what is
// wrong with the letter itself is no error.
func Read(ctx context.Context, r io.Reader, take Take) (Letter, error) {
	from := &watched{r: r}
	l, h, body := open(from)
	s := &reading{ctx: ctx, l: &l, take: take}
	err := s.part(h, body, 0)
	if _, lost := io.Copy(io.Discard, body); err == nil {
		err = lost
	}
	if err = errors.Join(from.failed, err); err != nil {
		return l, err
	}
	l.Whole = strings.TrimSpace(s.plain.String())
	if l.Whole == "" {
		l.Whole = strings.TrimSpace(s.page.String())
	}
	l.Text = own(l.Whole)
	l.Lang = language(l.Subject + "\n" + l.Text)
	if l.Machine == "" && len(l.Returned) > 0 {
		l.Machine = Bounce
	}
	return l, nil
}

func open(r io.Reader) (Letter, header, *bufio.Reader) {
	body := bufio.NewReaderSize(r, 16<<10)
	h, whole := readHeader(body)
	l := Letter{Key: h.key(), ID: bare(h.get("message-id")), Subject: h.line("subject"), To: h.recipients(), Answers: h.answers(), Damaged: !whole}
	l.From, l.Name = h.sender()
	l.Machine = h.machine(l)
	return l, h, body
}

// watched remembers what went wrong with the line.
type watched struct {
	r      io.Reader
	failed error
}

func (w *watched) Read(b []byte) (int, error) {
	n, err := w.r.Read(b)
	if err != nil && !errors.Is(err, io.EOF) {
		w.failed = err
	}
	return n, err
}

// reading is a letter half read.
type reading struct {
	ctx         context.Context
	l           *Letter
	take        Take
	plain, page strings.Builder
	parts       int
	report      bool // of a mail server, about a letter of ours
}

func (s *reading) refuse(name string) {
	if len(s.l.Refused) < mostNamed {
		s.l.Refused = append(s.l.Refused, oneLine(name, 100))
	}
}

// picture gives a picture to the caller.
func (s *reading) picture(h header, body io.Reader) error {
	p := Part{Name: h.fileName(), Inline: h.get("content-id") != "" && !h.attached()}
	err := s.take(s.ctx, p, body)
	if kind := fault.KindOf(err); kind == fault.Invalid || kind == fault.TooLarge {
		if kind, _ := h.kind(); !p.Inline {
			s.refuse(cmp.Or(p.Name, kind))
		}
		return nil
	}
	return err
}

func (s *reading) write(to *strings.Builder, text string) {
	if text = strings.TrimSpace(i18n.CleanText(text)); text == "" {
		return
	}
	if to.Len() > 0 {
		to.WriteString("\n\n")
	}
	to.WriteString(text)
}
