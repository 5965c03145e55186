package browser

import (
	"context"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// patience is how long a page may take to do what a test waits for, on a
// machine that is busy with other tests.
const patience = 30 * time.Second

// chromium is the one browser of a test binary, started by the first Open.
var chromium struct {
	sync.Mutex
	expected bool // Main will stop it
	ctx      context.Context
	stop     func()
}

// Main runs the tests and stops the browser they opened; TestMain calls it.
func Main(m *testing.M) int {
	chromium.expected = true
	code := m.Run()
	if chromium.stop != nil {
		chromium.stop()
	}
	return code
}

// start gives the context of the running browser.
func start(t testing.TB) context.Context {
	t.Helper()
	chromium.Lock()
	defer chromium.Unlock()
	if !chromium.expected {
		t.Fatal("this package opens a browser and nobody would stop it; add: func TestMain(m *testing.M) { os.Exit(browser.Main(m)) }")
	}
	if chromium.ctx != nil {
		return chromium.ctx
	}
	path, ok := find()
	if !ok {
		t.Fatal("Chromium is missing; install Debian's package chromium, or run make test as root")
	}
	allocator, release := chromedp.NewExecAllocator(context.Background(), options(path)...)
	ctx, leave := chromedp.NewContext(allocator)
	if err := chromedp.Do(ctx); err != nil {
		leave()
		release()
		t.Fatalf("starting %s: %v", path, err)
	}
	chromium.ctx = ctx
	chromium.stop = func() {
		_ = chromedp.Cancel(ctx) // closes it in its own time and removes its folder
		release()
	}
	return ctx
}

// find looks for the browser under the names it goes by.
func find() (path string, ok bool) {
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, true
		}
	}
	return "", false
}

func options(path string) []chromedp.ExecAllocatorOption {
	return append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.Flag("headless", "new"),
		chromedp.NoSandbox, // tests run as root, on our own pages
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("host-resolver-rules", "MAP * 127.0.0.1"),
		chromedp.Flag("lang", "en"),
	)
}
