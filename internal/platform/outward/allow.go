package outward

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// Allowed is what an operator allows beyond public addresses. The zero value is
// nothing.
type Allowed []exception

// exception is one host or network.
type exception struct {
	plain bool         // http too
	host  string       // a name in small letters, or …
	net   netip.Prefix // … a network
	port  string       // empty: the usual ones; *: any
}

// widest networks that can be meant; a wider one is a slip of the hand.
const widest4, widest6 = 8, 16

// ParseAllowed reads hosts and networks that are parted by spaces or commas:
//
//	partner.example.bel.tr         https on the usual ports, wherever the name leads
//	partner.example.bel.tr:9443    … on this port
//	http://10.20.0.0/16:*          also without TLS, in this network, on any port
func ParseAllowed(text string) (Allowed, error) {
	var all Allowed
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ' ' || r == ',' || r == '\t' || r == '\n' }) {
		one, err := parseException(word)
		if err != nil {
			return nil, fmt.Errorf("outward: %q is neither HOST, HOST:PORT nor NETWORK: %w", word, err)
		}
		all = append(all, one)
	}
	return all, nil
}

func parseException(word string) (exception, error) {
	var e exception
	rest, plain := strings.CutPrefix(strings.ToLower(word), "http://")
	e.plain = plain
	rest = strings.TrimPrefix(rest, "https://")
	rest, e.port = cutPort(rest)
	if e.port != "" && e.port != "*" {
		if _, err := strconv.ParseUint(e.port, 10, 16); err != nil {
			return e, err
		}
	}
	if ip, err := netip.ParseAddr(rest); err == nil {
		e.net = netip.PrefixFrom(ip, ip.BitLen())
		return e, nil
	}
	if strings.Contains(rest, "/") {
		return e.network(rest)
	}
	if e.host = strings.TrimSuffix(rest, "."); e.host == "" || strings.Trim(e.host, "abcdefghijklmnopqrstuvwxyz0123456789-._") != "" {
		return e, fmt.Errorf("a name is written in Latin letters, as the network knows it")
	}
	return e, nil
}

func (e exception) network(text string) (exception, error) {
	p, err := netip.ParsePrefix(text)
	if err != nil {
		return e, err
	}
	if p.Addr().Is4() && p.Bits() < widest4 || p.Addr().Is6() && p.Bits() < widest6 {
		return e, fmt.Errorf("the network is too wide")
	}
	e.net = p.Masked()
	return e, nil
}

// cutPort parts HOST:PORT; an IPv6 number with a port stands in brackets.
func cutPort(s string) (host, port string) {
	if inside, rest, ok := strings.Cut(strings.TrimPrefix(s, "["), "]"); ok {
		return inside + beforeColon(rest), afterColon(rest)
	}
	if strings.Count(s, ":") == 1 {
		return beforeColon(s), afterColon(s)
	}
	return s, ""
}

func beforeColon(s string) string { before, _, _ := strings.Cut(s, ":"); return before }
func afterColon(s string) string  { _, after, _ := strings.Cut(s, ":"); return after }

// call is one connection that somebody wants.
type call struct {
	secure bool
	host   string // as it was written, in small letters
	port   string
	ip     netip.Addr
}

var usualPorts = map[bool][]string{true: {"443", "8443"}, false: {"80", "8080"}} // by secure

func (c call) usualPort() bool { return slices.Contains(usualPorts[c.secure], c.port) }

// allow reports whether one of the exceptions covers the call.
func (a Allowed) allow(c call) bool {
	return slices.ContainsFunc(a, func(e exception) bool { return e.covers(c) })
}

func (e exception) covers(c call) bool {
	if e.host != "" && e.host != c.host || e.host == "" && !e.net.Contains(c.ip) {
		return false
	}
	if !c.secure && !e.plain {
		return false
	}
	return e.port == "*" || e.port == c.port || e.port == "" && c.usualPort()
}

// plain reports whether http could be allowed for anything.
func (a Allowed) plain() bool {
	return slices.ContainsFunc(a, func(e exception) bool { return e.plain })
}
