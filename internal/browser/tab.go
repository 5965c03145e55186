package browser

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// Tab is one visitor's window. It shares no cookies with any other tab.
type Tab struct {
	t     testing.TB
	ctx   context.Context
	watch *watch
}

// Open opens a window of desktop size for somebody nobody knows yet. When the
// test ends it closes, and what went wrong on its pages is reported.
func Open(t testing.TB) *Tab {
	t.Helper()
	tab := &Tab{t: t, watch: newWatch()}
	ctx, closeTab := chromedp.NewContext(start(t), chromedp.WithNewBrowserContext(), chromedp.WithListener(tab.watch.see))
	tab.ctx = ctx
	t.Cleanup(func() {
		closeTab()
		for _, fault := range tab.watch.faults() {
			t.Error(fault)
		}
	})
	if err := chromedp.Do(ctx); err != nil { // the first run must have no deadline
		t.Fatal(err)
	}
	tab.Desktop()
	tab.Scheme("light")
	return tab
}

// Visit goes to the address and returns the HTTP status once the page stands.
func (b *Tab) Visit(address string) (status int) {
	b.t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		b.t.Fatal(err)
	}
	b.watch.visiting(u.Host)
	return b.arrive("visiting "+address, chromedp.Navigate(address))
}

// Follow clicks what the CSS selector finds and returns the status of the page
// it leads to. For a click that stays on the page use Click.
func (b *Tab) Follow(css string) (status int) {
	b.t.Helper()
	return b.arrive("following "+css, chromedp.Click(chromedp.CSS(css)))
}

func (b *Tab) arrive(what string, step chromedp.Action[chromedp.Void]) int {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	page, err := chromedp.RunResponse(ctx, step)
	if err != nil {
		b.t.Fatalf("%s: %v", what, err)
	}
	if page == nil { // moved within the page
		return 0
	}
	return int(page.Status)
}

// Click clicks the first visible thing the CSS selector finds.
func (b *Tab) Click(css string) {
	b.t.Helper()
	b.do("clicking "+css, chromedp.Click(chromedp.CSS(css)))
}

// Fill sets the field to the words and tells the page that they were typed.
func (b *Tab) Fill(css, words string) {
	b.t.Helper()
	b.Wait(css)
	Eval[bool](b, `(css, words) => {
		const field = document.querySelector(css)
		field.focus()
		field.value = words
		field.dispatchEvent(new Event("input", {bubbles: true}))
		return field.dispatchEvent(new Event("change", {bubbles: true}))
	}`, css, words)
}

// Choose sets a list to the option with that value, as a visitor would.
func (b *Tab) Choose(css, value string) {
	b.t.Helper()
	chosen := Eval[bool](b, `(css, value) => { const list = document.querySelector(css);
		list.value = value; list.dispatchEvent(new Event("change", {bubbles: true})); return list.value === value }`, css, value)
	if !chosen {
		b.t.Fatalf("choosing in %s: there is no option %q", css, value)
	}
}

// Attach gives the file field files from this machine.
func (b *Tab) Attach(css string, paths ...string) {
	b.t.Helper()
	b.do("attaching to "+css, chromedp.SetUploadFiles(chromedp.CSS(css), paths))
}

// Wait waits until the page shows what the CSS selector finds.
func (b *Tab) Wait(css string) {
	b.t.Helper()
	b.do("waiting for "+css, chromedp.WaitVisible(chromedp.CSS(css)))
}

// Text is what a person reads in the first element the CSS selector finds.
func (b *Tab) Text(css string) string {
	b.t.Helper()
	return run(b, "reading "+css, chromedp.Text(chromedp.CSS(css), chromedp.NodeReady))
}

// Address is where the visitor is now.
func (b *Tab) Address() string {
	b.t.Helper()
	return run(b, "reading the address", chromedp.Location())
}

// Phone gives the window the size of a phone held upright, with a touch screen.
func (b *Tab) Phone() { b.t.Helper(); b.size(390, 844, chromedp.EmulateMobile, chromedp.EmulateTouch) }

// Desktop gives the window the size of an office screen.
func (b *Tab) Desktop() { b.t.Helper(); b.size(1280, 900) }

func (b *Tab) size(width, height int64, as ...chromedp.EmulateViewportOption) {
	b.t.Helper()
	b.do("resizing", chromedp.EmulateViewport(width, height, as...))
}

// Scheme prefers "light" or "dark". Nothing moves: what moves cannot be compared.
func (b *Tab) Scheme(scheme string) {
	b.t.Helper()
	b.do("changing the light", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
		}})
		return err
	}))
}

// WithoutScripts is a visitor whose browser runs no script of the page.
func (b *Tab) WithoutScripts() {
	b.t.Helper()
	b.do("turning scripts off", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
}

// Stand puts the visitor at a place, in degrees, and lets pages ask for it.
func (b *Tab) Stand(lat, lon float64) {
	b.t.Helper()
	near := 10.0 // metres
	b.do("standing somewhere", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		if _, err := chromedp.CallBrowser(ctx, browser.SetPermission, browser.SetPermissionParams{
			BrowserContextID: chromedp.FromContext(ctx).BrowserContextID,
			Permission:       &browser.PermissionDescriptor{Name: "geolocation"},
			Setting:          browser.PermissionSettingGranted,
		}); err != nil {
			return err
		}
		_, err := cdp.Call(ctx, t, emulation.SetGeolocationOverride, emulation.SetGeolocationOverrideParams{
			Latitude: &lat, Longitude: &lon, Accuracy: &near})
		return err
	}))
}

// Picture keeps a picture of the whole page as NAME.png in the folder that
// MAHALLE_SHOTS names, and does nothing when it names none.
func (b *Tab) Picture(name string) {
	b.t.Helper()
	folder := os.Getenv("MAHALLE_SHOTS")
	if folder == "" {
		return
	}
	png := run(b, "taking a picture", chromedp.FullScreenshot(100))
	if err := os.MkdirAll(folder, 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), png, 0o644); err != nil {
		b.t.Fatal(err)
	}
}

// Eval calls a JavaScript function in the page and gives what it returns or
// promises. It works whatever the page's own policy allows.
func Eval[T any](b *Tab, function string, args ...any) T {
	b.t.Helper()
	return run(b, "running a script", chromedp.Evaluate[T](call(b.t, function, args), chromedp.EvalAwaitPromise))
}

func (b *Tab) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	run(b, what, chromedp.Steps(steps...))
}

func run[T any](b *Tab, what string, action chromedp.Action[T]) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, action)
	if err != nil {
		b.t.Fatalf("%s: %v", what, err)
	}
	return v
}
