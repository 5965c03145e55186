package mailroom

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// line is an open conversation with a mail server.
type line struct {
	*imapclient.Client
	box      Box
	done     string        // the folder as this server writes it
	news     chan struct{} // something came
	validity uint32
	stop     func() bool
}

// trouble is what a person can do something about, by a code of ours.
type trouble struct {
	code string // unreachable, sign_in, folder or server
	err  error
}

func (t *trouble) Error() string { return "mailroom: " + t.code + ": " + t.err.Error() }
func (t *trouble) Unwrap() error { return t.err }

func troubled(code string, err error) error {
	var known *trouble
	if err == nil || errors.As(err, &known) {
		return err
	}
	return &trouble{code, err}
}

const patience = 20 * time.Second // to be greeted and let in

// call opens the line, signs in and opens the folder. It ends with the context.
func call(ctx context.Context, b Box) (*line, error) {
	soon, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	conn, err := (&net.Dialer{}).DialContext(soon, "tcp", net.JoinHostPort(b.host, b.port))
	if err != nil {
		return nil, troubled("unreachable", err)
	}
	l := &line{box: b, news: make(chan struct{}, 1)}
	abort := context.AfterFunc(soon, func() { _ = conn.Close() })
	l.Client, err = l.speak(soon, conn)
	if err == nil {
		err = l.enter()
	}
	if !abort() && err == nil {
		err = troubled("unreachable", soon.Err())
	}
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	l.stop = context.AfterFunc(ctx, func() { _ = conn.Close() })
	return l, nil
}

func (l *line) speak(ctx context.Context, conn net.Conn) (*imapclient.Client, error) {
	config := &tls.Config{ServerName: l.box.host, MinVersion: tls.VersionTLS12, RootCAs: l.box.roots}
	o := &imapclient.Options{TLSConfig: config, UnilateralDataHandler: &imapclient.UnilateralDataHandler{Mailbox: func(d *imapclient.UnilateralDataMailbox) {
		if d.NumMessages != nil {
			l.ring()
		}
	}}}
	switch l.box.tls {
	case implicit:
		secure := tls.Client(conn, config)
		if err := secure.HandshakeContext(ctx); err != nil {
			return nil, troubled("unreachable", err)
		}
		return imapclient.New(secure, o), nil
	case startTLS:
		c, err := imapclient.NewStartTLS(conn, o)
		return c, troubled("unreachable", err)
	}
	return imapclient.New(conn, o), nil
}

func (l *line) ring() {
	select {
	case l.news <- struct{}{}:
	default:
	}
}

func (l *line) enter() error {
	if err := l.WaitGreeting(); err != nil {
		return troubled("unreachable", err)
	}
	if err := l.Login(l.box.user, l.box.pass).Wait(); err != nil {
		return troubled("sign_in", err)
	}
	if err := l.makeDone(); err != nil {
		return troubled("folder", err)
	}
	opened, err := l.Select(l.box.folder, nil).Wait()
	if err != nil {
		return troubled("folder", err)
	}
	l.validity = opened.UIDValidity
	return nil
}

// makeDone makes the folder for what was taken in, under the name that this
// server's way of writing folders gives it.
func (l *line) makeDone() error {
	delim := '/'
	roots, err := l.List("", "", nil).Collect()
	if err != nil {
		return err
	}
	if len(roots) > 0 && roots[0].Delim != 0 {
		delim = roots[0].Delim
	}
	parts := strings.Split(l.box.done, "/")
	for i := range parts {
		l.done = strings.Join(parts[:i+1], string(delim))
		found, err := l.List("", l.done, nil).Collect()
		if err != nil {
			return err
		}
		if len(found) > 0 {
			continue
		}
		if err := l.Create(l.done, nil).Wait(); err != nil && !exists(err) {
			return err
		}
	}
	return nil
}

func exists(err error) bool {
	var said *imap.Error
	return errors.As(err, &said) && said.Code == imap.ResponseCodeAlreadyExists
}

// putAway moves a letter that was taken in. A server that cannot move copies it
// and marks it as deleted; other people's deleted letters are never removed.
func (l *line) putAway(uid imap.UID) error {
	set := imap.UIDSetNum(uid)
	if l.Caps().Has(imap.CapMove) {
		_, err := l.Move(set, l.done).Wait()
		return err
	}
	if _, err := l.Copy(set, l.done).Wait(); err != nil {
		return err
	}
	deleted := &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagDeleted}}
	if err := l.Store(set, deleted, nil).Close(); err != nil {
		return err
	}
	if l.Caps().Has(imap.CapUIDPlus) {
		return l.UIDExpunge(set).Close()
	}
	return nil
}

// wait returns when something came, or after a while, or when the context ends.
func (l *line) wait(ctx context.Context, most time.Duration) error {
	timer := time.NewTimer(most)
	defer timer.Stop()
	if !l.Caps().Has(imap.CapIdle) {
		select {
		case <-timer.C:
		case <-ctx.Done():
		case <-l.Closed():
		}
		return ctx.Err()
	}
	idle, err := l.Idle()
	if err != nil {
		return err
	}
	select {
	case <-l.news:
	case <-timer.C:
	case <-ctx.Done():
	case <-l.Closed():
	}
	if err := idle.Close(); err != nil {
		return err
	}
	return idle.Wait()
}

func (l *line) hangUp() {
	l.stop()
	_ = l.Close() // what was taken in is kept; the server notices by itself
}
