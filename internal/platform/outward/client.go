package outward

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"time"
)

// Options say what a client may and how long it waits. The zero value calls
// public addresses by https, and follows no redirect.
type Options struct {
	Allow     Allowed       // beyond public addresses, as the operator said
	Plain     bool          // http too, to public addresses
	Timeout   time.Duration // of a whole call with its answer; zero: 20 seconds
	Most      int64         // bytes of an answer; zero: 1 MiB
	Redirects int           // that a GET may follow
	// Resolve tells the numbers of a name; nil asks the machine's own resolver.
	Resolve func(ctx context.Context, host string) ([]netip.Addr, error)
}

// Why a call was not made or not ended. They are found with errors.Is.
var (
	ErrInside   = errors.New("outward: the address is not a public one")
	ErrAddress  = errors.New("outward: not an address that is called: https, a usual port, no name and password")
	ErrRedirect = errors.New("outward: the address leads elsewhere")
	ErrTooLarge = errors.New("outward: the answer is too large")
)

const (
	usualTimeout = 20 * time.Second
	usualMost    = 1 << 20
	dialTimeout  = 5 * time.Second
	mostHeader   = 64 << 10
)

// Client is an HTTP client for foreign addresses. Reading an answer that is too
// large ends with ErrTooLarge.
func Client(o Options) *http.Client {
	return client(o, (&net.Dialer{Timeout: dialTimeout}).DialContext)
}

type dial func(ctx context.Context, network, address string) (net.Conn, error)

func client(o Options, d dial) *http.Client {
	if o.Timeout == 0 {
		o.Timeout = usualTimeout
	}
	if o.Most == 0 {
		o.Most = usualMost
	}
	if o.Resolve == nil {
		o.Resolve = func(ctx context.Context, host string) ([]netip.Addr, error) {
			return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		}
	}
	return &http.Client{Timeout: o.Timeout, CheckRedirect: o.redirect, Transport: &guard{
		most:   o.Most,
		secure: transport(o, caller{o, true, d}),
		plain:  transport(o, caller{o, false, d}),
	}}
}

func transport(o Options, c caller) *http.Transport {
	return &http.Transport{
		DialContext:            c.connect,
		TLSHandshakeTimeout:    dialTimeout,
		ResponseHeaderTimeout:  o.Timeout,
		MaxResponseHeaderBytes: mostHeader,
		MaxIdleConnsPerHost:    2,
		IdleConnTimeout:        30 * time.Second,
		DisableCompression:     true, // a small answer stays small
	}
}

// guard looks at every call, the ones a redirect makes among them.
type guard struct {
	most          int64
	secure, plain *http.Transport
}

// RoundTrip makes one call.
func (g *guard) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := proper(r.URL); err != nil {
		if r.Body != nil {
			_ = r.Body.Close()
		}
		return nil, err
	}
	way := g.secure
	if r.URL.Scheme == "http" {
		way = g.plain
	}
	answer, err := way.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if answer.ContentLength > g.most && r.Method != http.MethodHead {
		_ = answer.Body.Close()
		return nil, ErrTooLarge
	}
	answer.Body = &bounded{answer.Body, g.most}
	return answer, nil
}

// CloseIdleConnections hangs up where nothing is being said.
func (g *guard) CloseIdleConnections() {
	g.secure.CloseIdleConnections()
	g.plain.CloseIdleConnections()
}

// bounded is a body that ends with a refusal when it goes on for too long.
type bounded struct {
	io.ReadCloser
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left < 0 {
		return 0, ErrTooLarge
	}
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return n - 1, ErrTooLarge
	}
	return n, err
}

// harmless are headers that may travel to another host than they were meant for.
var harmless = []string{"Accept", "Accept-Language", "User-Agent"}

// redirect lets a GET follow few redirects. Keys and signatures are for the host
// they were meant for, and no host learns where a call came from.
func (o Options) redirect(r *http.Request, via []*http.Request) error {
	first, last := via[0], via[len(via)-1]
	if first.Method != http.MethodGet || len(via) > o.Redirects {
		return ErrRedirect
	}
	if last.URL.Scheme == "https" && r.URL.Scheme != "https" {
		return fmt.Errorf("%w, and without TLS", ErrRedirect)
	}
	kept := r.Header
	if r.URL.Host != first.URL.Host {
		r.Header = make(http.Header)
		for _, name := range harmless {
			if kept.Get(name) != "" {
				r.Header.Set(name, kept.Get(name))
			}
		}
	}
	r.Header.Del("Referer")
	return nil
}
