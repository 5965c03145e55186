package web

import (
	"net/http/httptest"
	"testing"
)

func TestWhereAVisitorComesFrom(t *testing.T) {
	for name, tt := range map[string]struct {
		remote, passedOn, want string
		own                    bool
	}{
		"straight from the street":              {"203.0.113.7:5123", "", "203.0.113.7", true},
		"claiming to be passed on":              {"203.0.113.7:5123", "198.51.100.1", "203.0.113.7", true},
		"through the proxy beside us":           {"127.0.0.1:80", "198.51.100.1", "198.51.100.1", true},
		"through a proxy, with an invented one": {"10.0.0.2:80", "1.2.3.4, 198.51.100.1", "198.51.100.1", true},
		"at the machine itself":                 {"127.0.0.1:80", "", "127.0.0.1", false},
		"a proxy that says nonsense":            {"127.0.0.1:80", "unknown", "127.0.0.1", false},
		"one household's many addresses":        {"[2001:db8:1:2:3:4:5:6]:443", "", "2001:db8:1:2::/64", true},
		"a household that shortens its address": {"[2001:db8:1:2:3::4]:80", "", "2001:db8:1:2::/64", true},
		"IPv4 in the dress of IPv6":             {"[::ffff:203.0.113.7]:443", "", "203.0.113.7", true},
		"no address at all":                     {"@", "", "", false},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = tt.remote
		r.Header.Set("X-Forwarded-For", tt.passedOn)
		if got, own := AddressOf(r); got != tt.want || own != tt.own {
			t.Errorf("%s: %q, own %v", name, got, own)
		}
	}
}
