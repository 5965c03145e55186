package outward

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"net/url"
	"strings"

	"mahalle/internal/platform/fault"
)

// mostTried is how many of a name's numbers are tried.
const mostTried = 3

// caller connects to numbers it has judged.
type caller struct {
	Options
	secure bool
	dial   dial
}

// connect resolves a name once, judges all it leads to, and calls the very
// numbers that were judged.
func (c caller) connect(ctx context.Context, network, at string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(at)
	if err != nil {
		return nil, err
	}
	all, err := c.numbers(ctx, host)
	if err != nil {
		return nil, err
	}
	for _, ip := range all {
		if err := c.judge(call{c.secure, plainName(host), port, ip}); err != nil {
			return nil, err // a name of which one half leads inside is no honest name
		}
	}
	var errs []error
	for _, ip := range all[:min(len(all), mostTried)] {
		conn, err := c.dial(ctx, network, net.JoinHostPort(ip.String(), port))
		if err == nil {
			return conn, nil
		}
		errs = append(errs, err)
	}
	return nil, errors.Join(errs...)
}

func plainName(host string) string { return strings.TrimSuffix(strings.ToLower(host), ".") }

func (c caller) numbers(ctx context.Context, host string) ([]netip.Addr, error) {
	if ip, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{ip}, nil
	}
	if looksLikeNumber(host) {
		return nil, ErrAddress
	}
	all, err := c.Resolve(ctx, host)
	if err != nil {
		return nil, err
	}
	for i, ip := range all {
		all[i] = ip.Unmap() // how resolvers write IPv4
	}
	if len(all) == 0 {
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	return all, nil
}

// looksLikeNumber: 127.1, 0x7f000001 and 2130706433 are numbers to some resolvers
// and names to others.
func looksLikeNumber(host string) bool {
	host = plainName(host)
	last := host[strings.LastIndexByte(host, '.')+1:]
	return strings.HasPrefix(last, "0x") || last != "" && strings.Trim(last, "0123456789") == ""
}

func (c caller) judge(want call) error {
	public := Public(want.ip)
	switch {
	case public && want.usualPort() && (c.secure || c.Plain), c.Allow.allow(want):
		return nil
	case public:
		return ErrAddress
	default:
		return ErrInside
	}
}

// proper refuses what is no address of the web, or carries a name and password.
func proper(u *url.URL) error {
	if u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.Opaque != "" {
		return ErrAddress
	}
	return nil
}

const longest = 2000 // letters of an address

// Check reads an address that somebody typed and refuses, with a sentence, what
// could never be called. Where a name leads is judged at each call.
func (o Options) Check(typed string) (*url.URL, error) {
	typed = strings.TrimSpace(typed)
	u, err := url.Parse(typed)
	if err != nil || len(typed) > longest || proper(u) != nil || u.Fragment != "" {
		return nil, fault.New(fault.Invalid, "outward.address")
	}
	if u.Scheme == "http" && !o.Plain && !o.Allow.plain() {
		return nil, fault.New(fault.Invalid, "outward.not_https")
	}
	if looksLikeNumber(u.Hostname()) || strings.Contains(u.Hostname(), ":") {
		return u, o.checkNumber(u)
	}
	return u, nil
}

func (o Options) checkNumber(u *url.URL) error {
	ip, err := netip.ParseAddr(u.Hostname())
	if err != nil {
		return fault.New(fault.Invalid, "outward.address")
	}
	secure, port := u.Scheme == "https", u.Port()
	if port == "" {
		port = usualPorts[secure][0]
	}
	if err := (caller{Options: o, secure: secure}).judge(call{secure, u.Hostname(), port, ip}); err != nil {
		return fault.New(fault.Invalid, Why(err))
	}
	return nil
}
