package office

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// addressOf is where a visitor comes from; of IPv6 the part that one household
// has. An address inside our own walls that passes somebody on is a proxy; the
// last address it names is the one it saw itself.
func addressOf(r *http.Request) string {
	ip, ok := parseAddress(r.RemoteAddr)
	if ok && (ip.IsLoopback() || ip.IsPrivate()) {
		named := strings.Split(r.Header.Get("X-Forwarded-For"), ",")
		if seen, ok := parseAddress(strings.TrimSpace(named[len(named)-1])); ok {
			ip = seen
		}
	}
	if ip.Is6() {
		prefix, _ := ip.WithZone("").Prefix(64)
		return prefix.String()
	}
	if !ok {
		return ""
	}
	return ip.String()
}

func parseAddress(s string) (netip.Addr, bool) {
	if host, _, err := net.SplitHostPort(s); err == nil {
		s = host
	}
	ip, err := netip.ParseAddr(s)
	return ip.Unmap(), err == nil
}
