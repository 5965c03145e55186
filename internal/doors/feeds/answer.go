package feeds

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"
)

// answer sends a feed, or "nothing new" to who has it already. Any page may read
// it, and no cookie comes with it.
func answer(w http.ResponseWriter, r *http.Request, kind string, body []byte, changed time.Time, public bool) error {
	sum := sha256.Sum256(body)
	h := w.Header()
	h.Del("Set-Cookie")
	h.Set("Content-Type", kind)
	h.Set("ETag", `"`+hex.EncodeToString(sum[:12])+`"`)
	h.Set("Cache-Control", "private, max-age=300")
	if public {
		h.Set("Cache-Control", "public, max-age=120")
		h.Set("Vary", "Accept-Language, Cookie")
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Access-Control-Expose-Headers", "ETag, Link")
	}
	http.ServeContent(w, r, "", changed, bytes.NewReader(body))
	return nil
}

// newest is the last change among the items.
func newest(all []Item) time.Time {
	var last time.Time
	for _, i := range all {
		if i.Updated.After(last) {
			last = i.Updated
		}
	}
	return last
}
