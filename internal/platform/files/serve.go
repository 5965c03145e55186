package files

import (
	"mime"
	"net/http"
	"time"
)

// ServePhoto answers with a kept photo. The caller has already asked whether
// this person may see it; the answer stays in that person's browser only. name
// is what the file is called when it is saved, such as "MNS-26-004821-K.jpg".
func ServePhoto(w http.ResponseWriter, r *http.Request, store Store, ref Ref, name string) error {
	blob, err := store.Open(r.Context(), ref)
	if err != nil {
		return err
	}
	defer func() { _ = blob.Close() }() // it was only read
	h := w.Header()
	h.Set("Content-Type", "image/jpeg")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Disposition", mime.FormatMediaType("inline", map[string]string{"filename": name}))
	h.Set("Cache-Control", "private, max-age=31536000, immutable")
	h.Set("ETag", `"`+string(ref)+`"`)
	http.ServeContent(w, r, "", time.Time{}, blob)
	return nil
}
