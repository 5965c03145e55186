package failure

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"mahalle/internal/app"
	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/tenant"
)

// The child is this test program itself, serving until it is killed.
const folderOf, addressOf = "MAHALLE_FAILURE_FOLDER", "MAHALLE_FAILURE_LISTEN"

func TestMain(m *testing.M) {
	if folder := os.Getenv(folderOf); folder != "" {
		if err := serveFolder(folder, os.Getenv(addressOf)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func serveFolder(folder, address string) error {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	a, err := app.Open(context.Background(), app.Options{Folder: folder})
	if err != nil {
		return err
	}
	return a.Serve(context.Background(), l)
}

// No file of the child grows beyond this: to it, the disk is full.
const fullAt = "ulimit -f 3000" // blocks of 512 bytes, in some shells of 1024

// child serves the folder in a process of its own.
type child struct {
	base string
	said *said
	kill func()
}

// said is what a process wrote to its log.
type said struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *said) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(b)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

func start(t *testing.T, folder, before string) *child {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	_ = l.Close()
	c := &child{base: "http://" + address, said: &said{}}
	process := exec.Command("sh", "-c", before+`; exec "$0"`, os.Args[0])
	process.Env = append(os.Environ(), folderOf+"="+folder, addressOf+"="+address)
	process.Stderr = c.said
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	c.kill = sync.OnceFunc(func() { _ = process.Process.Kill(); _ = process.Wait() })
	t.Cleanup(c.kill)
	becomes(t, c.base, http.StatusOK, 20*time.Second)
	return c
}

func TestOnAFullDiskNothingIsPromisedThatIsNotKept(t *testing.T) {
	folder := t.TempDir()
	a, c := found(t, app.Options{Folder: folder})
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	full := start(t, folder, fullAt)
	v := come(t, full.base)
	acknowledged := map[string]string{} // words → number
	photoFails(t, v, folder, acknowledged)
	refused := fill(t, v, acknowledged)
	reads(t, v, acknowledged)
	quiet(t, full.said.String())
	full.kill()

	free := start(t, folder, "true")
	v = come(t, free.base)
	for _, form := range refused {
		acknowledged[form.Get("description")] = numberOf(t, v.post("/report", form))
	}
	reads(t, v, acknowledged)
	free.kill()
	standing(t, folder, c, acknowledged)
}

// photoFails sends a photo that the disk cannot hold: the words come back, and
// go through without it.
func photoFails(t *testing.T, v *visitor, folder string, acknowledged map[string]string) {
	t.Helper()
	form := told(string(city.NewID()), "Fotoğraflı çukur, çok derin")
	s := v.upload("/report?lang=tr", form, noise(2400))
	if s.status != http.StatusServiceUnavailable {
		t.Fatalf("a photo on a full disk was answered %d: %s", s.status, plain(s.page))
	}
	s.says(t, "Şu anda kayıt yapılamıyor")
	to, again := formOf(t, s.page)
	for _, field := range []string{"key", "subject", "district", "description", "email"} { // email comes after the photo
		if again.Get(field) != form.Get(field) {
			t.Errorf("the form came back with %s = %q, want %q", field, again.Get(field), form.Get(field))
		}
	}
	noFiles(t, folder)
	acknowledged[form.Get("description")] = numberOf(t, v.post(to, again))
}

// noFiles: neither a photo nor a piece of one.
func noFiles(t *testing.T, folder string) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(folder, "files"), func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			t.Errorf("%s was left behind", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// fill reports until nothing more goes in, and gives back what was refused.
func fill(t *testing.T, v *visitor, acknowledged map[string]string) (refused []url.Values) {
	t.Helper()
	for n := 0; len(refused) < 3; n++ {
		if n > 400 {
			t.Fatal("the disk never filled up")
		}
		words := fmt.Sprintf("Sıra %d: %s", n, strings.Repeat("kaldırım çökmüş ", 200))
		form := told(string(city.NewID()), strings.TrimSpace(words))
		s := v.post("/report?lang=fa", form)
		switch s.status {
		case http.StatusSeeOther:
			acknowledged[form.Get("description")] = numberOf(t, s)
		case http.StatusServiceUnavailable:
			s.says(t, "در حال حاضر ثبت ممکن نیست")
			if ready := v.get("/readyz"); ready.status != http.StatusServiceUnavailable {
				t.Errorf("/readyz = %d though nothing can be kept", ready.status)
			}
			_, again := formOf(t, s.page)
			if again.Get("description") != form.Get("description") || again.Get("key") != form.Get("key") {
				t.Error("the form came back without what was typed")
			}
			refused = append(refused, again)
		default:
			t.Fatalf("answered %d: %s", s.status, plain(s.page))
		}
	}
	if len(acknowledged) < 3 {
		t.Errorf("only %d reports fitted in: the test proves too little", len(acknowledged))
	}
	return refused
}

func reads(t *testing.T, v *visitor, acknowledged map[string]string) {
	t.Helper()
	for _, number := range acknowledged {
		if s := v.get("/r/" + number); s.status != http.StatusOK {
			t.Errorf("%s answers %d", number, s.status)
		}
	}
	for _, path := range []string{"/", "/requests", "/map", "/healthz"} {
		if s := v.get(path); s.status != http.StatusOK {
			t.Errorf("%s answers %d", path, s.status)
		}
	}
}

// quiet: the operator can read what is wrong, and nothing about anybody.
func quiet(t *testing.T, log string) {
	t.Helper()
	if !strings.Contains(log, "could not be done now") || !strings.Contains(log, "disk") && !strings.Contains(log, "full") {
		t.Errorf("the log does not say what is wrong: %s", log)
	}
	for _, private := range []string{"sakin@example.org", "kaldırım", "çukur"} {
		if strings.Contains(log, private) {
			t.Errorf("the log holds %q", private)
		}
	}
}

// standing: every acknowledged report is in the book, once, with its promises.
func standing(t *testing.T, folder string, c *tenant.City, acknowledged map[string]string) {
	t.Helper()
	a, err := app.Open(t.Context(), app.Options{Folder: folder})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	ctx := tenant.Enter(t.Context(), c)
	q := a.DB.Read(ctx)
	type row struct{ words, number string }
	rows, err := db.All(ctx, q, func(r db.Row) (row, error) {
		var one row
		err := r.Scan(&one.words, &one.number)
		return one, err
	}, `SELECT description, number FROM requests_requests WHERE tenant_id = $1`, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != len(acknowledged) {
		t.Errorf("%d reports stand in the book, want %d", len(rows), len(acknowledged))
	}
	for _, r := range rows {
		if acknowledged[r.words] != r.number {
			t.Errorf("%s was acknowledged as %q", r.number, acknowledged[r.words])
		}
	}
	owed, err := db.One(ctx, q, db.Value[int], `SELECT count(*) FROM promises_promises WHERE tenant_id = $1`, c.ID)
	if err != nil || owed != 3*len(acknowledged) {
		t.Errorf("%d promises (%v), want three for each report: answer, repair, being taken on", owed, err)
	}
	sound, err := db.One(ctx, q, db.Value[string], `PRAGMA integrity_check`)
	if err != nil || sound != "ok" {
		t.Errorf("the file is %q (%v)", sound, err)
	}
}

// upload sends a form with a photo in its middle, as browsers do.
func (v *visitor) upload(path string, form url.Values, photo []byte) seen {
	v.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name := range form {
		if name != "email" {
			_ = w.WriteField(name, form.Get(name))
		}
	}
	part, _ := w.CreateFormFile("photos", "photo.jpg")
	_, _ = part.Write(photo)
	_ = w.WriteField("email", form.Get("email"))
	_ = w.Close()
	r, err := http.NewRequest(http.MethodPost, v.base+path, &body)
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	return v.do(r)
}

// noise is a square photo that cannot be made small.
func noise(side int) []byte {
	p := image.NewRGBA(image.Rect(0, 0, side, side))
	for i := range side * side {
		n := rand.Uint32()
		p.SetRGBA(i%side, i/side, color.RGBA{uint8(n), uint8(n >> 8), uint8(n >> 16), 255})
	}
	var b bytes.Buffer
	_ = jpeg.Encode(&b, p, &jpeg.Options{Quality: 90})
	return b.Bytes()
}
