package browser

import (
	"context"

	"github.com/chromedp/cdproto/cdp"
	screen "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Photograph is what the window shows at this moment, as WebP. Quality goes from
// 1 to 100.
func (b *Tab) Photograph(quality int64) []byte {
	b.t.Helper()
	var photo []byte
	b.do("taking a photograph", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		r, err := cdp.Call(ctx, t, screen.CaptureScreenshot, screen.CaptureScreenshotParams{
			Format: screen.CaptureScreenshotFormatWebp, Quality: &quality})
		photo = r.Data
		return err
	}))
	return photo
}

// Window gives the window a size in CSS pixels and says how many points of a
// picture make one of them.
func (b *Tab) Window(width, height int64, points float64) {
	b.t.Helper()
	b.size(width, height, chromedp.EmulateScale(points))
}
