package web

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// AddressOf is where a visitor comes from; of IPv6 the part that one household
// has. An address inside our own walls that passes somebody on is a proxy; the
// last address it names is the one it saw itself. If it names nobody, the address
// is the proxy's, which many may share: own is false then. What cannot be read is
// empty.
func AddressOf(r *http.Request) (address string, own bool) {
	ip, ok := parseAddress(r.RemoteAddr)
	own = ok
	if ok && (ip.IsLoopback() || ip.IsPrivate()) {
		named := strings.Split(r.Header.Get("X-Forwarded-For"), ",")
		var seen netip.Addr
		if seen, own = parseAddress(strings.TrimSpace(named[len(named)-1])); own {
			ip = seen
		}
	}
	switch {
	case !ok:
		return "", false
	case ip.Is6():
		prefix, _ := ip.WithZone("").Prefix(64)
		return prefix.String(), own
	}
	return ip.String(), own
}

func parseAddress(s string) (netip.Addr, bool) {
	if host, _, err := net.SplitHostPort(s); err == nil {
		s = host
	}
	ip, err := netip.ParseAddr(s)
	return ip.Unmap(), err == nil
}
