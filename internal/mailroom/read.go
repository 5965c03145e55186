package mailroom

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"mahalle/internal/mailroom/letter"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/files"
)

const (
	mostBytes  = 35 << 20 // a letter with five good photos
	perLetter  = 5 * time.Minute
	smallImage = 120 * 120 // pixels: the drawing in a signature, not a photo
)

// readAll takes in everything that lies in the mailbox, the oldest first. A
// letter that cannot be kept does not hold up the others.
func (s *Service) readAll(ctx context.Context, l *line, since time.Time) error {
	found, err := l.UIDSearch(&imap.SearchCriteria{Since: since, NotFlag: []imap.Flag{imap.FlagDeleted}}, nil).Wait()
	if err != nil {
		return troubled("server", err)
	}
	var failed error
	for _, uid := range found.AllUIDs() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := s.readOne(ctx, l, uid); err != nil {
			failed = errors.Join(failed, err)
			if lost(l.Client) {
				return troubled("unreachable", failed)
			}
		}
	}
	return troubled("server", failed)
}

func lost(c *imapclient.Client) bool {
	select {
	case <-c.Closed():
		return true
	default:
		return false
	}
}

// readOne keeps a letter and then puts it away: a stop in between finds it known.
func (s *Service) readOne(ctx context.Context, l *line, uid imap.UID) error {
	ctx, cancel := context.WithTimeout(ctx, perLetter)
	defer cancel()
	defer context.AfterFunc(ctx, func() { _ = l.Close() })()
	o := origin{Box: l.box.Name(), Validity: l.validity, UID: uint32(uid)}
	known, err := knownUID(ctx, s.db.Read(ctx), o)
	if err == nil && !known {
		err = s.bringIn(ctx, l, uid, o)
	}
	if err != nil {
		return fmt.Errorf("letter %d: %w", uid, err)
	}
	return l.putAway(uid)
}

func (s *Service) bringIn(ctx context.Context, l *line, uid imap.UID, o origin) error {
	in := arrival{origin: o}
	err := l.fetch(uid, &imap.FetchItemBodySection{Specifier: imap.PartSpecifierHeader, Peek: true}, &in.Size, func(r io.Reader) (err error) {
		in.Letter, err = letter.Head(r)
		return err
	})
	if err != nil {
		return err
	}
	in.origin.Key, in.TooLarge = o.keyFor(in.Letter), in.Size > mostBytes
	if known, err := knownKey(ctx, s.db.Read(ctx), in.origin.Key); err != nil || known {
		return err
	}
	if !in.TooLarge {
		err := l.fetch(uid, &imap.FetchItemBodySection{Peek: true}, nil, func(r io.Reader) error { return s.open(ctx, r, &in) })
		if err != nil {
			return err
		}
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return s.take(ctx, tx, l.box, in) })
}

// keyFor names a letter: as its sender did, or, without such a name, by where it
// lies in the mailbox, so that no two letters are taken for one.
func (o origin) keyFor(l letter.Letter) string {
	if l.ID != "" {
		return l.Key
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %q %d %d", l.Key, o.Box, o.Validity, o.UID))
	return hex.EncodeToString(sum[:])
}

// open reads a letter while it comes over the line. Whatever a stranger sends,
// it is a letter: should our reading of it fail, the desk is told.
func (s *Service) open(ctx context.Context, r io.Reader, in *arrival) (err error) {
	defer func() {
		if p := recover(); p != nil {
			slog.ErrorContext(ctx, "mailroom: a letter could not be read", "key", in.origin.Key, "panic", p)
			in.Damaged = true
		}
	}()
	whole, err := letter.Read(ctx, r, func(ctx context.Context, p letter.Part, r io.Reader) error {
		return s.takePhoto(ctx, p, r, &in.Photos)
	})
	if err == nil {
		in.Letter = whole
	}
	return err
}

// takePhoto makes a picture safe and keeps it.
func (s *Service) takePhoto(ctx context.Context, p letter.Part, r io.Reader, all *[]Picture) error {
	if len(*all) >= MostPhotos {
		return fault.New(fault.TooLarge, "mailroom.too_many_photos", "most", MostPhotos)
	}
	photo, err := files.ReadPhoto(ctx, r, files.Limits{})
	if err != nil || p.Inline && photo.Width*photo.Height < smallImage {
		return err
	}
	kept := Picture{Width: photo.Width, Height: photo.Height}
	if kept.Full, err = s.files.Put(ctx, photo.Full); err == nil {
		kept.Thumb, err = s.files.Put(ctx, photo.Thumb)
	}
	if err == nil {
		*all = append(*all, kept)
	}
	return err
}

var errCutOff = errors.New("mailroom: the server sent less than it said")

// fetch gives one part of a letter to read as it comes, and its size.
func (l *line) fetch(uid imap.UID, part *imap.FetchItemBodySection, size *int64, read func(io.Reader) error) error {
	cmd := l.Fetch(imap.UIDSetNum(uid), &imap.FetchOptions{UID: true, RFC822Size: size != nil, BodySection: []*imap.FetchItemBodySection{part}})
	err := errCutOff
	for m := cmd.Next(); m != nil; m = cmd.Next() {
		for item := m.Next(); item != nil; item = m.Next() {
			switch item := item.(type) {
			case imapclient.FetchItemDataRFC822Size:
				if size != nil {
					*size = item.Size
				}
			case imapclient.FetchItemDataBodySection:
				if item.Literal != nil {
					err = whole(item.Literal, read)
				}
			}
		}
	}
	return errors.Join(err, cmd.Close())
}

// whole reads to the end and makes sure that nothing is missing.
func whole(r imap.LiteralReader, read func(io.Reader) error) error {
	counted := &counter{r: r}
	if err := read(counted); err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, counted); err != nil {
		return err
	}
	if counted.n < r.Size() {
		return errCutOff
	}
	return nil
}

type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n += int64(n)
	return n, err
}
