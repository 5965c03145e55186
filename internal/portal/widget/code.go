package widget

import (
	"crypto/sha256"
	"encoding/hex"
	"html"
	"strconv"
	"time"

	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
)

// code is the line that somebody puts into a page of theirs.
func (c chooser) code() string {
	line := `<script async src="` + html.EscapeString(c.base) + choosing + `.js" data-area="` + html.EscapeString(c.area) + `" data-lang="` + c.lang + `"`
	if c.theme != "" {
		line += ` data-theme="` + c.theme + `"`
	}
	return line + ` data-title="` + html.EscapeString(c.name) + `"></script>`
}

func seconds(d time.Duration) string { return strconv.Itoa(int(d.Seconds())) }

func tag(body []byte) string {
	sum := sha256.Sum256(body)
	return `"` + hex.EncodeToString(sum[:12]) + `"`
}

// line is one figure of the framed page.
type line struct{ label, value string }

func (f framed) lines(l i18n.Locale) []line {
	return []line{{l.Say("widget.open"), l.Number(f.Open)}, {l.Say("widget.late"), l.Number(f.Late)},
		{l.Say("widget.received"), l.Number(f.Received)}, {l.Say("widget.finished"), l.Number(f.Finished)}}
}

func options(first string, all []Choice) []ui.Option {
	made := []ui.Option{{Label: first}}
	for _, c := range all {
		made = append(made, ui.Option{Value: c.Code, Label: c.Name})
	}
	return made
}

// languages are told in themselves.
func languages() []ui.Option {
	return []ui.Option{{Value: "tr", Label: "Türkçe"}, {Value: "fa", Label: "فارسی"}, {Value: "en", Label: "English"}}
}

func shades(l i18n.Locale) []ui.Option {
	return []ui.Option{{Label: l.Say("widget.theme_device")}, {Value: "light", Label: l.Say("widget.theme_light")}, {Value: "dark", Label: l.Say("widget.theme_dark")}}
}
