package outward

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"mahalle/internal/platform/fault"
)

func TestOnlyPublicMachinesAreCalled(t *testing.T) {
	for ip, want := range map[string]bool{
		"8.8.8.8": true, "1.1.1.1": true, "172.32.0.1": true, "100.128.0.1": true, "2a00:1450:4017::1": true,
		"127.0.0.1": false, "127.255.1.1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false, "169.254.169.254": false, "168.63.129.16": false,
		"100.100.100.200": false, "192.0.0.192": false, "0.0.0.0": false, "0.1.2.3": false, "198.18.0.1": false, "224.0.0.1": false, "239.1.1.1": false, "240.0.0.1": false, "255.255.255.255": false,
		"::1": false, "::": false, "fe80::1": false, "fe80::1%eth0": false, "2a00:1450:4017::1%eth0": false, "fc00::1": false, "fd00:ec2::254": false, "fec0::1": false, "ff02::1": false, "ff0e::1": false,
		"::ffff:127.0.0.1": false, "::ffff:8.8.8.8": false, "::127.0.0.1": false, "64:ff9b::7f00:1": false, "64:ff9b::808:808": false, "64:ff9b:1::1": false,
		"2002:7f00:1::": false, "2001::1": false, "2001:db8::1": false, "5f00::1": false, "100::1": false,
	} {
		if got := Public(netip.MustParseAddr(ip)); got != want {
			t.Errorf("%s is public: %v", ip, got)
		}
	}
	if Public(netip.Addr{}) {
		t.Error("no number at all is public")
	}
}

func TestWhatAnOperatorAllows(t *testing.T) {
	at := func(address string, ip string) call {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		c := call{u.Scheme == "https", plainName(u.Hostname()), u.Port(), netip.MustParseAddr(ip)}
		if c.port == "" {
			c.port = usualPorts[c.secure][0]
		}
		return c
	}
	for name, tt := range map[string]struct {
		allowed, address, ip string
		want                 error
	}{
		"nothing, and a public machine":             {"", "https://a.example", "8.8.8.8", nil},
		"nothing, and the other usual port":         {"", "https://a.example:8443", "8.8.8.8", nil},
		"nothing, and a database's port":            {"", "https://a.example:5432", "8.8.8.8", ErrAddress},
		"nothing, and no TLS":                       {"", "http://a.example", "8.8.8.8", ErrAddress},
		"nothing, and inside":                       {"", "https://a.example", "10.0.0.1", ErrInside},
		"a host inside":                             {"a.example", "https://a.example", "10.0.0.1", nil},
		"a host inside, written otherwise":          {"A.Example.", "https://a.EXAMPLE.", "10.0.0.1", nil},
		"a host, and another one":                   {"a.example", "https://b.a.example", "10.0.0.1", ErrInside},
		"a host, without TLS":                       {"a.example", "http://a.example", "10.0.0.1", ErrInside},
		"a host without TLS":                        {"http://a.example", "http://a.example", "10.0.0.1", nil},
		"a host without TLS may have TLS":           {"http://a.example", "https://a.example", "10.0.0.1", nil},
		"a host's port":                             {"a.example:9443", "https://a.example:9443", "10.0.0.1", nil},
		"a host's port and not another":             {"a.example:9443", "https://a.example:9444", "10.0.0.1", ErrInside},
		"a network":                                 {"10.20.0.0/16, x.example", "https://a.example", "10.20.3.4", nil},
		"a network, outside of it":                  {"10.20.0.0/16", "https://a.example", "10.21.3.4", ErrInside},
		"a network, at an odd port":                 {"10.20.0.0/16", "https://a.example:22", "10.20.3.4", ErrInside},
		"a network on any port without TLS":         {"http://127.0.0.0/8:*", "http://127.0.0.1:45333", "127.0.0.1", nil},
		"one machine":                               {"10.20.3.4", "https://10.20.3.4", "10.20.3.4", nil},
		"an IPv6 machine with a port":               {"[fd00::7]:9443", "https://[fd00::7]:9443", "fd00::7", nil},
		"an IPv6 network":                           {"fd00:1::/32", "https://a.example", "fd00:1::5", nil},
		"a mapped number is not the network's":      {"10.20.0.0/16", "https://a.example", "::ffff:10.20.3.4", ErrInside},
		"a host's name is no permission for others": {"10.example", "https://x.example", "10.0.0.1", ErrInside},
	} {
		t.Run(name, func(t *testing.T) {
			allowed, err := ParseAllowed(tt.allowed)
			if err != nil {
				t.Fatal(err)
			}
			c := caller{Options: Options{Allow: allowed}}
			if got := c.sureOf(at(tt.address, tt.ip)); !errors.Is(got, tt.want) {
				t.Errorf("judged: %v, want %v", got, tt.want)
			}
		})
	}
}

// sureOf judges as the caller for the call's own scheme would.
func (c caller) sureOf(want call) error {
	c.secure = want.secure
	return c.judge(want)
}

func TestWhatAnOperatorCannotMean(t *testing.T) {
	for _, text := range []string{"0.0.0.0/0", "::/0", "10.0.0.0/4", "a b:port", "a:99999", "ftp://a", "http://", "a/b", "ä.example", "10.0.0.0/33", "user@a"} {
		if all, err := ParseAllowed(text); err == nil {
			t.Errorf("%q was read as %+v", text, all)
		}
	}
}

func TestAnAddressIsCheckedWhenItIsTyped(t *testing.T) {
	inside, err := ParseAllowed("http://10.1.1.1:81")
	if err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]string{
		"https://a.example/x?y=1": "", " https://a.example ": "", "https://8.8.8.8/": "", "http://10.1.1.1:81/": "",
		"": "outward.address", "a.example": "outward.address", "ftp://a.example": "outward.address", "https://": "outward.address", "https:///x": "outward.address",
		"https://u:p@a.example": "outward.address", "https://u@a.example": "outward.address", "https://a.example/#x": "outward.address", "https:a.example": "outward.address",
		"javascript:alert(1)": "outward.address", "file:///etc/passwd": "outward.address", "https://a.example:x/": "outward.address", "https://" + strings.Repeat("a", longest): "outward.address",
		"https://127.0.0.1": "outward.inside", "https://[::1]/": "outward.inside", "https://[::ffff:127.0.0.1]/": "outward.inside", "https://169.254.169.254/latest": "outward.inside",
		"https://127.1/": "outward.address", "https://2130706433/": "outward.address", "https://0x7f.0.0.1/": "outward.address", "https://0x7f000001/": "outward.address", "https://0177.0.0.01/": "outward.address", "https://8.8.8.8:22/": "outward.address",
	} {
		_, err := Options{Allow: inside}.Check(address)
		got := ""
		if f, ok := fault.Of(err); ok {
			got = f.Key
		}
		if got != want {
			t.Errorf("%q: %q, want %q", address, got, want)
		}
	}
	if _, err := (Options{}).Check("http://a.example"); fault.KindOf(err) != fault.Invalid {
		t.Error("a call without TLS was taken")
	}
	if _, err := (Options{Plain: true}).Check("http://a.example"); err != nil {
		t.Error(err)
	}
}

// town is a set of names that lead to made-up numbers; whatever public number is
// called ends at one real server.
type town struct {
	*httptest.Server
	mu     sync.Mutex
	names  map[string][]string // host → the answers of its name server, one after another
	asked  map[string]int
	called []string
}

func newTown(t *testing.T, names map[string][]string, h http.HandlerFunc) *town {
	t.Helper()
	s := httptest.NewTLSServer(h)
	t.Cleanup(s.Close)
	return &town{Server: s, names: names, asked: map[string]int{}}
}

func (v *town) resolve(_ context.Context, host string) ([]netip.Addr, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	answers := v.names[host]
	if len(answers) == 0 {
		return nil, &net.DNSError{Name: host, IsNotFound: true}
	}
	var all []netip.Addr
	for _, ip := range strings.Fields(answers[v.asked[host]%len(answers)]) {
		all = append(all, netip.MustParseAddr(ip))
	}
	v.asked[host]++
	return all, nil
}

func (v *town) dial(ctx context.Context, network, at string) (net.Conn, error) {
	v.mu.Lock()
	v.called = append(v.called, at)
	v.mu.Unlock()
	if host, _, _ := net.SplitHostPort(at); host == "9.9.9.9" {
		return nil, errors.New("nobody answers")
	}
	return (&net.Dialer{}).DialContext(ctx, network, v.Listener.Addr().String())
}

func (v *town) client(o Options) *http.Client {
	o.Resolve = v.resolve
	c := client(o, v.dial)
	for _, way := range []*http.Transport{c.Transport.(*guard).secure, c.Transport.(*guard).plain} {
		way.TLSClientConfig = &tls.Config{RootCAs: v.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs, ServerName: "example.com"}
	}
	return c
}

func (v *town) get(t *testing.T, o Options, address string) (string, error) {
	t.Helper()
	c := v.client(o)
	defer c.CloseIdleConnections()
	answer, err := c.Get(address)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return string(body), err
}

func greet(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "hello") }

func TestANameThatAnswersDifferentlyTheSecondTimeGainsNothing(t *testing.T) {
	v := newTown(t, map[string][]string{"rebind.example": {"8.8.4.4", "127.0.0.1"}}, greet)
	if body, err := v.get(t, Options{}, "https://rebind.example/"); err != nil || body != "hello" {
		t.Fatalf("%q, %v", body, err)
	}
	if len(v.called) != 1 || v.called[0] != "8.8.4.4:443" || v.asked["rebind.example"] != 1 {
		t.Fatalf("called %v after asking %d times", v.called, v.asked["rebind.example"])
	}
	if _, err := v.get(t, Options{}, "https://rebind.example/"); !errors.Is(err, ErrInside) || len(v.called) != 1 {
		t.Fatalf("the second time: %v, called %v", err, v.called)
	}
}

func TestNamesThatLeadInside(t *testing.T) {
	v := newTown(t, map[string][]string{
		"inside.example": {"10.0.0.7"}, "half.example": {"8.8.8.8 127.0.0.1"}, "localhost": {"127.0.0.1"}, "localhost.": {"127.0.0.1"},
		"mapped.example": {"::ffff:169.254.169.254"}, "nat64.example": {"64:ff9b::a00:1"}, "six.example": {"::1"}, "none.example": {""},
		"1.2.3": {"8.8.8.8"},
	}, greet)
	for address, want := range map[string]error{
		"https://inside.example": ErrInside, "https://half.example": ErrInside, "https://localhost": ErrInside, "https://localhost.": ErrInside,
		"https://mapped.example": ErrInside, "https://nat64.example": ErrInside, "https://six.example": ErrInside, "https://[::ffff:10.0.0.1]": ErrInside,
		"https://127.1": ErrAddress, "https://0x7f000001": ErrAddress, "https://1.2.3": ErrAddress, "https://１２７.0.0.1": ErrInside, "https://[fe80::1%25eth0]/": ErrInside,
		"http://inside.example": ErrInside, "https://u:p@inside.example": ErrAddress, "https://inside.example:22": ErrInside,
	} {
		if _, err := v.get(t, Options{}, address); !errors.Is(err, want) || want == nil {
			t.Errorf("%s: %v, want %v", address, err, want)
		}
	}
	if _, err := v.get(t, Options{}, "https://none.example"); Why(err) != "outward.no_such_name" {
		t.Errorf("a name without numbers: %v", err)
	}
	if len(v.called) > 0 {
		t.Errorf("called %v", v.called)
	}
}

func TestANumberThatDoesNotAnswerIsFollowedByTheNext(t *testing.T) {
	v := newTown(t, map[string][]string{"two.example": {"9.9.9.9 ::ffff:8.8.8.8"}}, greet)
	if body, err := v.get(t, Options{}, "https://two.example/"); err != nil || body != "hello" || len(v.called) != 2 || v.called[1] != "8.8.8.8:443" {
		t.Errorf("%q, %v, called %v", body, err, v.called)
	}
}

func TestRedirectsAreJudgedAnew(t *testing.T) {
	var got http.Header
	v := newTown(t, map[string][]string{"a.example": {"8.8.8.8"}, "b.example": {"8.8.4.4"}, "in.example": {"10.0.0.1"}}, nil)
	v.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		to, ends := map[string]string{"/b": "https://b.example/end", "/in": "https://in.example/", "/number": "https://169.254.169.254/latest/meta-data", "/file": "file:///etc/passwd",
			"/port": "https://b.example:6379/", "/plain": "http://b.example/end", "/round": "/round", "/three": "/two", "/two": "/one", "/one": "/end", "/user": "https://u:p@b.example/end",
			"/split": "https://a.example\t.in.example/", "/odd": "//in.example/x"}[r.URL.Path]
		if !ends {
			got = r.Header
			greet(w, r)
			return
		}
		w.Header()["Location"] = []string{to}
		w.WriteHeader(http.StatusFound)
	})
	for path, want := range map[string]error{"/in": ErrInside, "/number": ErrInside, "/odd": ErrInside, "/file": ErrRedirect, "/port": ErrAddress, "/user": ErrAddress, "/plain": ErrRedirect, "/round": ErrRedirect, "/b": nil, "/three": nil} {
		if _, err := v.get(t, Options{Redirects: 3, Plain: true}, "https://a.example"+path); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", path, err, want)
		}
	}
	if _, err := v.get(t, Options{Redirects: 3}, "https://a.example/split"); err == nil {
		t.Error("a broken address was followed")
	}
	if _, err := v.get(t, Options{}, "https://a.example/b"); !errors.Is(err, ErrRedirect) {
		t.Errorf("a redirect nobody allowed: %v", err)
	}
	if answer, err := v.client(Options{Redirects: 3}).Post("https://a.example/b", "text/plain", strings.NewReader("x")); !errors.Is(err, ErrRedirect) {
		t.Errorf("a POST was led on: %v, %v", answer, err)
	}
	r, err := http.NewRequest(http.MethodGet, "https://a.example/b?api_key=secret", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Authorization", "Cookie", "X-Api-Key", "Mahalle-Signature", "User-Agent"} {
		r.Header.Set(name, "secret")
	}
	if _, err := v.client(Options{Redirects: 3}).Do(r); err != nil {
		t.Fatal(err)
	}
	for name := range got {
		if name != "User-Agent" && name != "Accept-Encoding" {
			t.Errorf("another host was told %s: %q", name, got.Get(name))
		}
	}
}

func TestAnswersHaveTheirLimits(t *testing.T) {
	v := newTown(t, map[string][]string{"a.example": {"8.8.8.8"}}, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/honest":
			w.Header().Set("Content-Length", "2000")
			_, _ = w.Write(make([]byte, 2000))
		case "/endless":
			for r.Context().Err() == nil {
				if _, err := w.Write(make([]byte, 500)); err != nil {
					return
				}
			}
		case "/header":
			w.Header().Set("X-Much", strings.Repeat("x", 2*mostHeader))
		case "/silent":
			<-r.Context().Done()
		case "/drip":
			for r.Context().Err() == nil {
				_, _ = w.Write([]byte("."))
				w.(http.Flusher).Flush()
				time.Sleep(20 * time.Millisecond)
			}
		default:
			_, _ = w.Write(make([]byte, 1000))
		}
	})
	o := Options{Most: 1000, Timeout: 300 * time.Millisecond}
	for path, want := range map[string]string{"/honest": "outward.too_large", "/endless": "outward.too_large", "/header": "outward.unreachable", "/silent": "outward.too_late", "/drip": "outward.too_late"} {
		if _, err := v.get(t, o, "https://a.example"+path); err == nil || Why(err) != want {
			t.Errorf("%s: %v, want %s", path, err, want)
		}
	}
	if body, err := v.get(t, o, "https://a.example/just"); err != nil || len(body) != 1000 {
		t.Errorf("%d bytes, %v", len(body), err)
	}
}

func TestACertificateOfSomebodyElseIsToldAsThat(t *testing.T) {
	v := newTown(t, map[string][]string{"a.example": {"8.8.8.8"}}, greet)
	_, err := client(Options{Resolve: v.resolve}, v.dial).Get("https://a.example/")
	if Why(err) != "outward.certificate" {
		t.Errorf("%s: %v", Why(err), err)
	}
}

func TestNoProxyOfTheEnvironmentIsAsked(t *testing.T) {
	t.Setenv("HTTPS_PROXY", "http://127.0.0.1:1")
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:1")
	g := Client(Options{}).Transport.(*guard)
	if g.secure.Proxy != nil || g.plain.Proxy != nil {
		t.Error("a proxy is asked")
	}
}

func TestARealServerInsideIsReachedOnlyWhenAllowed(t *testing.T) {
	called := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { called++; greet(w, r) }))
	defer s.Close()
	if _, err := Client(Options{Plain: true}).Get(s.URL); !errors.Is(err, ErrInside) || called > 0 {
		t.Errorf("%v, called %d times", err, called)
	}
	allowed, err := ParseAllowed("http://127.0.0.1:*")
	if err != nil {
		t.Fatal(err)
	}
	answer, err := Client(Options{Allow: allowed}).Get(s.URL)
	if err != nil || called != 1 {
		t.Fatalf("%v, called %d times", err, called)
	}
	_ = answer.Body.Close()
}

func FuzzAllowedNeverOpensWhatItDoesNotName(f *testing.F) {
	for _, seed := range []string{"a.example", "http://10.0.0.0/8:*", "[fd00::1]:80", "a:1,b:2 c", "https://x/24", "::/16"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		all, err := ParseAllowed(text)
		if err != nil {
			return
		}
		for _, e := range all {
			if (e.host == "") == !e.net.IsValid() {
				t.Errorf("%q became %+v", text, e)
			}
		}
		if all.allow(call{true, "", "443", netip.Addr{}}) {
			t.Errorf("%q allows nothing at all", text)
		}
	})
}

func FuzzAnAddressThatIsTakenIsOfTheWeb(f *testing.F) {
	for _, seed := range []string{"https://a.example", "http://[::1]", "https://a\\@b", "https://a%00b", "https://a:443:80", "https://0x7f.1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		u, err := Options{}.Check(text)
		if err == nil && (u.Scheme != "https" || u.Hostname() == "" || u.User != nil) {
			t.Errorf("%q was taken as %v", text, u)
		}
	})
}
