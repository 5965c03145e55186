package crash

import (
	"bytes"
	"context"
	"errors"
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
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/files"
	"mahalle/internal/platform/tenant"
)

// The child is this test program itself, serving until it is killed.
const folderOf, addressOf = "MAHALLE_CRASH_FOLDER", "MAHALLE_CRASH_LISTEN"

func TestMain(m *testing.M) {
	if folder := os.Getenv(folderOf); folder != "" {
		if err := serve(folder, os.Getenv(addressOf)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func serve(folder, address string) error {
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

const rounds, residents = 60, 6

func TestKilledSixtyTimesNothingAcknowledgedIsLostAndNothingHappensTwice(t *testing.T) {
	folder := t.TempDir()
	c := found(t, folder)
	b := &book{reports: map[string]*report{}}
	for round := range rounds {
		b.round(t, folder, time.Duration(rand.IntN(350))*time.Millisecond)
		if t.Failed() {
			t.Fatalf("stopped after round %d", round+1)
		}
	}
	b.verify(t, folder, c)
}

// found makes the city, once.
func found(t *testing.T, folder string) *tenant.City {
	t.Helper()
	a, err := app.Open(context.Background(), app.Options{Folder: folder})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	pack, err := app.PackOf("manisa", nil)
	if err != nil {
		t.Fatal(err)
	}
	c, err := a.AddCity(context.Background(), pack, true)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// report is what one resident sent and what was acknowledged of it.
type report struct {
	key            string
	photo          []byte
	number, secret string // acknowledged
	wrote          bool   // the words added later were acknowledged
}

// book is what the residents remember; the truth is compared with it.
type book struct {
	mu      sync.Mutex
	reports map[string]*report
	waiting []*report // sent, and nobody answered: sent again with the same key
}

// round serves, lets residents work, and kills the server in the middle of it.
func (b *book) round(t *testing.T, folder string, after time.Duration) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	_ = l.Close()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), folderOf+"="+folder, addressOf+"="+address)
	child.Stderr = os.Stderr
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = child.Wait() }()
	if !ready("http://" + address) {
		_ = child.Process.Kill()
		t.Error("the server did not come back after a kill")
		return
	}
	ctx, leave := context.WithCancel(t.Context())
	var all sync.WaitGroup
	for range residents {
		all.Go(func() { b.live(ctx, "http://"+address) })
	}
	time.Sleep(50*time.Millisecond + after)
	_ = child.Process.Kill()
	leave()
	all.Wait()
}

func ready(base string) bool {
	for until := time.Now().Add(30 * time.Second); time.Now().Before(until); time.Sleep(5 * time.Millisecond) {
		answer, err := http.Get(base + "/readyz")
		if err != nil {
			continue
		}
		_ = answer.Body.Close()
		if answer.StatusCode == http.StatusOK {
			return true
		}
	}
	return false
}

// live is a resident's time: report with a photo, then add words.
func (b *book) live(ctx context.Context, base string) {
	c := &http.Client{Timeout: 20 * time.Second, Transport: &http.Transport{},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	defer c.CloseIdleConnections()
	for ctx.Err() == nil {
		r := b.next()
		if r.number == "" {
			to, err := send(ctx, c, base+"/report", r.photo, "key", r.key, "subject", "YL01", "district", "turgutlu",
				"description", "crash "+r.key, "email", "sakin@example.org", "public", "1")
			if err != nil {
				b.again(r)
				return
			}
			u, _ := url.Parse(to)
			b.acknowledge(r, filepath.Base(u.Path), u.Query().Get("k"))
		}
		if _, err := send(ctx, c, base+"/r/"+r.number+"/write", nil, "k", r.secret, "key", r.key, "text", "added "+r.key); err != nil {
			b.again(r)
			return
		}
		b.mu.Lock()
		r.wrote = true
		b.mu.Unlock()
	}
}

var errNotAcknowledged = errors.New("not acknowledged")

// send posts a form and gives where it leads; anything but that is no
// acknowledgement.
func send(ctx context.Context, c *http.Client, to string, photo []byte, pairs ...string) (string, error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i+1 < len(pairs); i += 2 {
		_ = form.WriteField(pairs[i], pairs[i+1])
	}
	if photo != nil {
		part, _ := form.CreateFormFile("photos", "photo.jpg")
		_, _ = part.Write(photo)
	}
	_ = form.Close()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, to, &body)
	if err != nil {
		return "", err
	}
	r.Header.Set("Content-Type", form.FormDataContentType())
	answer, err := c.Do(r)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther {
		return "", fmt.Errorf("%w: %s", errNotAcknowledged, answer.Status)
	}
	return answer.Header.Get("Location"), nil
}

// next is a report that nobody answered for, or a new one.
func (b *book) next() *report {
	b.mu.Lock()
	defer b.mu.Unlock()
	if n := len(b.waiting); n > 0 {
		r := b.waiting[n-1]
		b.waiting = b.waiting[:n-1]
		return r
	}
	r := &report{key: string(city.NewID()), photo: picture()}
	b.reports[r.key] = r
	return r
}

func (b *book) again(r *report) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.waiting = append(b.waiting, r)
}

func (b *book) acknowledge(r *report, number, secret string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	r.number, r.secret = number, secret
}

func picture() []byte {
	p := image.NewRGBA(image.Rect(0, 0, 16, 16))
	for i := range 256 {
		p.Set(i%16, i/16, color.RGBA{uint8(rand.IntN(256)), uint8(rand.IntN(256)), uint8(i), 255})
	}
	var b bytes.Buffer
	_ = jpeg.Encode(&b, p, nil)
	return b.Bytes()
}

// verify opens what is left and compares it with what the residents remember.
func (b *book) verify(t *testing.T, folder string, c *tenant.City) {
	t.Helper()
	a, err := app.Open(context.Background(), app.Options{Folder: folder})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	store, err := files.OpenFolder(filepath.Join(folder, "files"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	ctx := access.AsSystem(tenant.Enter(context.Background(), c))
	q := a.DB.Read(ctx)
	requests := counted(t, ctx, q, `SELECT description, number FROM requests_requests WHERE tenant_id = $1`)
	written := counted(t, ctx, q, `SELECT text, request FROM requests_messages WHERE tenant_id = $1`)
	photos := counted(t, ctx, q, `SELECT r.description, p.full_ref FROM requests_photos p
		JOIN requests_requests r ON r.tenant_id = $1 AND r.id = p.request WHERE p.tenant_id = $1`)
	promised := counted(t, ctx, q, `SELECT r.description, p.of FROM promises_promises p
		JOIN requests_requests r ON r.tenant_id = $1 AND r.id = p.subject_id WHERE p.tenant_id = $1`)
	reported, added := 0, 0
	for key, r := range b.reports {
		found := requests["crash "+key]
		switch {
		case len(found) > 1:
			t.Errorf("%s was opened %d times: %v", key, len(found), found)
		case r.number != "" && (len(found) != 1 || found[0] != r.number):
			t.Errorf("%s was acknowledged as %s and is %v", key, r.number, found)
		}
		if r.number != "" {
			reported++
			pictureKept(t, ctx, store, photos["crash "+key])
			if n := len(promised["crash "+key]); n != 3 { // answer, repair, and being taken on
				t.Errorf("%s has %d promises", r.number, n)
			}
		}
		if r.wrote {
			added++
			if n := len(written["added "+key]); n != 1 {
				t.Errorf("words acknowledged for %s stand there %d times", r.number, n)
			}
		}
	}
	if reported < rounds || added < rounds/2 {
		t.Errorf("only %d reports and %d added words in %d rounds: the test proves too little", reported, added, rounds)
	}
	t.Logf("%d kills: %d reports with photos and %d added words acknowledged, none missing, none twice; %d never acknowledged",
		rounds, reported, added, len(b.reports)-reported)
}

func pictureKept(t *testing.T, ctx context.Context, store *files.Folder, refs []string) {
	t.Helper()
	if len(refs) != 1 {
		t.Errorf("a request with one photo has %d", len(refs))
		return
	}
	blob, err := store.Open(ctx, files.Ref(refs[0]))
	if err != nil {
		t.Errorf("an acknowledged photo is gone: %v", err)
		return
	}
	if _, err := jpeg.Decode(blob); err != nil {
		t.Errorf("an acknowledged photo is damaged: %v", err)
	}
	_ = blob.Close()
}

func counted(t *testing.T, ctx context.Context, q db.Query, text string) map[string][]string {
	t.Helper()
	type row struct{ key, value string }
	rows, err := db.All(ctx, q, func(r db.Row) (row, error) {
		var one row
		err := r.Scan(&one.key, &one.value)
		return one, err
	}, text, q.Tenant())
	if err != nil {
		t.Fatal(err)
	}
	by := map[string][]string{}
	for _, r := range rows {
		by[strings.TrimSpace(r.key)] = append(by[strings.TrimSpace(r.key)], r.value)
	}
	return by
}
