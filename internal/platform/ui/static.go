package ui

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"strings"

	"mahalle/internal/city"
)

//go:embed static locales
var files embed.FS

// Locales holds the words that the parts say themselves, for i18n.NewCatalog.
var Locales fs.FS = files

// htmxConfig keeps htmx within our content security policy.
const htmxConfig = `{"includeIndicatorCSS":false}`

// asset is a built file, ready to be sent.
type asset struct {
	name    string // with the hash of its content: app.3f2a1b9c.css
	kind    string // media type
	plain   []byte
	gzipped []byte // nil where it would not be smaller
}

// Built files are found by plain name and by hashed name.
var byName, byHash = loadAssets()

// Asset is the address of a built file: "app.css" → "/static/app.3f2a1b9c.css".
// The address changes with the content, so that browsers may keep it for ever.
// An unknown name is an error of ours and stops the program at the first page.
func Asset(name string) string {
	a, ok := byName[name]
	if !ok {
		panic("ui: there is no built file " + name)
	}
	return "/static/" + a.name
}

// Static serves the built files under /static/. Names with a hash are kept by
// browsers for a year; plain names are asked for again each time.
func Static() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := path.Base(r.URL.Path)
		a, ok := byHash[name]
		if ok {
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		} else if a, ok = byName[name]; ok {
			w.Header().Set("Cache-Control", "no-cache")
		} else {
			http.NotFound(w, r)
			return
		}
		a.send(w, r)
	})
}

func (a *asset) send(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Vary", "Accept-Encoding")
	body := a.plain
	if a.gzipped != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = a.gzipped
	}
	h.Set("Content-Length", itoa(len(body)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(body)
	}
}

func loadAssets() (byName, byHash map[string]*asset) {
	byName, byHash = map[string]*asset{}, map[string]*asset{}
	entries, err := files.ReadDir("static")
	if err != nil {
		panic(err) // embedded at build time: cannot fail
	}
	for _, styles := range []bool{false, true} { // styles last: they name the fonts
		for _, e := range entries {
			if strings.HasSuffix(e.Name(), ".css") != styles || e.IsDir() {
				continue
			}
			a := loadAsset(e.Name(), byName)
			byName[e.Name()], byHash[a.name] = a, a
		}
	}
	return byName, byHash
}

func loadAsset(name string, others map[string]*asset) *asset {
	plain, err := files.ReadFile("static/" + name)
	if err != nil {
		panic(err) // embedded at build time: cannot fail
	}
	if path.Ext(name) == ".css" {
		plain = nameParts(plain, others)
	}
	sum := sha256.Sum256(plain)
	ext := path.Ext(name)
	a := &asset{kind: mediaType(ext), plain: plain,
		name: strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:4]) + ext}
	if zipped := zip(plain); len(zipped) < len(plain)*9/10 {
		a.gzipped = zipped
	}
	return a
}

var partURL = regexp.MustCompile(`url\("?([a-z0-9-]+\.(?:woff2|svg))"?\)`)

// nameParts writes the hashed names of fonts and drawings into a style sheet.
func nameParts(css []byte, others map[string]*asset) []byte {
	return partURL.ReplaceAllFunc(css, func(m []byte) []byte {
		if part, ok := others[string(partURL.FindSubmatch(m)[1])]; ok {
			return []byte("url(" + part.name + ")")
		}
		return m
	})
}

func mediaType(ext string) string {
	switch ext {
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".woff2":
		return "font/woff2"
	case ".txt":
		return "text/plain; charset=utf-8"
	case ".wasm":
		return "application/wasm"
	}
	return mime.TypeByExtension(ext)
}

func zip(plain []byte) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	_, _ = w.Write(plain)
	_ = w.Close()
	return b.Bytes()
}

// mainFont is the font file that the words of a page need first.
func mainFont(lang city.Lang) string {
	if lang == city.Persian {
		return "vazirmatn-arabic.woff2"
	}
	return "inter-latin.woff2"
}
