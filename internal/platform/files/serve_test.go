package files

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"mahalle/internal/platform/fault"
)

func TestServePhoto(t *testing.T) {
	f, _ := newFolder(t)
	ref, err := f.Put(t.Context(), jpegOf(t, fourCorners(20, 20)))
	if err != nil {
		t.Fatal(err)
	}
	w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil)
	if err := ServePhoto(w, r, f, ref, `önce "1".jpg`); err != nil {
		t.Fatal(err)
	}
	for header, want := range map[string]string{
		"Content-Type":           "image/jpeg",
		"X-Content-Type-Options": "nosniff",
		"Cache-Control":          "private, max-age=31536000, immutable",
		"ETag":                   `"` + string(ref) + `"`,
		"Content-Disposition":    "inline; filename*=utf-8''%C3%B6nce%20%221%22.jpg",
	} {
		if got := w.Header().Get(header); got != want {
			t.Errorf("%s = %q, want %q", header, got, want)
		}
	}
	if RefOf(w.Body.Bytes()) != ref {
		t.Error("the photo came out otherwise")
	}
}

func TestAPhotoTheBrowserHasIsNotSentAgain(t *testing.T) {
	f, _ := newFolder(t)
	ref, err := f.Put(t.Context(), []byte("a photo"))
	if err != nil {
		t.Fatal(err)
	}
	w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("If-None-Match", `"`+string(ref)+`"`)
	if err := ServePhoto(w, r, f, ref, "a.jpg"); err != nil || w.Code != http.StatusNotModified || w.Body.Len() > 0 {
		t.Errorf("answer %d with %d bytes, %v", w.Code, w.Body.Len(), err)
	}
}

func TestServePhotoThatIsNotThere(t *testing.T) {
	f, _ := newFolder(t)
	w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil)
	err := ServePhoto(w, r, f, RefOf([]byte("none")), "a.jpg")
	if fault.KindOf(err) != fault.NotFound || len(w.Header()) > 0 {
		t.Errorf("ServePhoto = %v, headers %v", err, w.Header())
	}
}
