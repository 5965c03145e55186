package outward

import "net/netip"

// notPublic are numbers that look public and are not: set aside for special use
// (RFC 6890 and its registry), or carrying another number inside.
var notPublic = prefixes(
	"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.175.48.0/24",
	"198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
	"168.63.129.16/32",                        // what a large cloud tells its machines about themselves
	"2001::/23", "2001:db8::/32", "2002::/16", // tunnels that carry an IPv4 number, and examples
	"3fff::/20",
)

// routed is where public IPv6 numbers are handed out. Mapped, translated (NAT64),
// local and site numbers all lie outside.
var routed = netip.MustParsePrefix("2000::/3")

func prefixes(all ...string) []netip.Prefix {
	made := make([]netip.Prefix, len(all))
	for i, p := range all {
		made[i] = netip.MustParsePrefix(p)
	}
	return made
}

// Public reports whether a machine's number is one that anybody may call.
func Public(ip netip.Addr) bool {
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || ip.Is6() && !routed.Contains(ip) || ip.Zone() != "" {
		return false
	}
	for _, p := range notPublic {
		if p.Contains(ip) {
			return false
		}
	}
	return true
}
