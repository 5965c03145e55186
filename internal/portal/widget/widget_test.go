package widget

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
)

func TestTheLineForForeignPagesIsShort(t *testing.T) {
	if len(script) > 1024 || len(style) > 4096 {
		t.Errorf("the script has %d bytes, the style %d", len(script), len(style))
	}
}

// shown is a city of one district, whose widget is asked for something.
func shown(t *testing.T, path, lang, area string) (*httptest.ResponseRecorder, error) {
	t.Helper()
	catalog, err := i18n.NewCatalog(Locales)
	if err != nil {
		t.Fatal(err)
	}
	s := New(Needs{
		Area: func(_ context.Context, code string) (string, bool, bool) {
			return `<Altay> "mahallesi"`, code == "turgutlu", code == "turgutlu" || code == "altay"
		},
		Figures: func(context.Context, string, bool) (Figures, error) {
			return Figures{Open: 1234, Late: 5, Received: 60, Finished: 55, At: time.Date(2026, 11, 24, 6, 0, 0, 0, time.UTC)}, nil
		},
		Speak: func(_ context.Context, l city.Lang) i18n.Locale { return catalog.Locale(l, time.UTC) },
	})
	r := httptest.NewRequest(http.MethodGet, "http://manisa.example"+path, nil)
	r = r.WithContext(tenant.With(r.Context(), &tenant.City{ID: "manisa", Name: city.Text{TR: "Manisa Büyükşehir Belediyesi", FA: "شهرداری مانیسا", EN: "Manisa"}}))
	r.SetPathValue("lang", lang)
	r.SetPathValue("area", area)
	w := httptest.NewRecorder()
	w.Header().Set("Set-Cookie", "lang=fa")
	return w, s.frame(w, r)
}

func TestTheFramedPageKeepsNothingAndAsksNobody(t *testing.T) {
	w, err := shown(t, "/widget/frame/fa/altay?theme=dark", "fa", "altay")
	if err != nil {
		t.Fatal(err)
	}
	page := w.Body.String()
	for _, want := range []string{`dir="rtl"`, `data-theme="dark"`, "۱٬۲۳۴", "&lt;Altay&gt;", "/requests?lang=fa&amp;neighbourhood=altay", `href="/widget/style.css"`} {
		if !strings.Contains(page, want) {
			t.Errorf("nobody reads %s in\n%s", want, page)
		}
	}
	for _, unwanted := range []string{"<script", "style=", "http://", "https://"} {
		if strings.Contains(page, unwanted) {
			t.Errorf("it holds %s", unwanted)
		}
	}
	h := w.Header()
	if h.Get("Set-Cookie") != "" || !strings.Contains(h.Get("Content-Security-Policy"), "default-src 'none'") || !strings.Contains(h.Get("Content-Security-Policy"), "frame-ancestors *") ||
		!strings.Contains(h.Get("Cache-Control"), "public") || h.Get("ETag") == "" {
		t.Errorf("headers %v", h)
	}
}

func TestWhatCannotBeFramed(t *testing.T) {
	for name, at := range map[string][2]string{"a place there is not": {"tr", "paris"}, "a language there is not": {"xx", "altay"}} {
		if _, err := shown(t, "/widget/frame/x/y", at[0], at[1]); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
	w, err := shown(t, `/widget/frame/tr/altay?theme="><script>`, "tr", "altay")
	if err != nil || strings.Contains(w.Body.String(), "data-theme") || strings.Contains(w.Body.String(), "<script") {
		t.Errorf("a look there is not: %v", err)
	}
}

func TestTheLineToCopyHoldsNoTags(t *testing.T) {
	c := chooser{base: "https://manisa.example", area: "altay", name: `"><script>`, lang: "tr", theme: "dark"}
	if want := `<script async src="https://manisa.example/widget.js" data-area="altay" data-lang="tr" data-theme="dark" data-title="&#34;&gt;&lt;script&gt;"></script>`; c.code() != want {
		t.Errorf("the line is %s", c.code())
	}
}
