package backup

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"mahalle/internal/app"
)

// town is a city that is open to residents, in a folder of its own.
type town struct {
	folder string
	base   string
	mu     sync.Mutex
	known  map[string]bool // numbers of requests that were acknowledged
}

func (b *town) city() City {
	return City{DB: "sqlite:" + filepath.Join(b.folder, databaseName), Folder: b.folder, Version: app.Version}
}

func opened(t *testing.T, folder string, found bool) *town {
	t.Helper()
	a, err := app.Open(t.Context(), app.Options{Folder: folder})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	if found {
		pack, err := app.PackOf("manisa", nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := a.AddCity(t.Context(), pack, true); err != nil {
			t.Fatal(err)
		}
	}
	server := httptest.NewServer(a.Router)
	t.Cleanup(server.Close)
	return &town{folder: folder, base: server.URL, known: map[string]bool{}}
}

// report sends a request with a photo and remembers its number once the city
// has said that it has it.
func (b *town) report(t *testing.T, shade uint8) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range map[string]string{"subject": "YL01", "district": "turgutlu", "description": "çukur", "public": "1"} {
		_ = form.WriteField(name, value)
	}
	part, _ := form.CreateFormFile("photos", "photo.jpg")
	picture := image.NewUniform(color.RGBA{shade, 100, 50, 255})
	_ = jpeg.Encode(part, cropped{picture}, nil)
	_ = form.Close()
	guest := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	r, _ := http.NewRequest(http.MethodPost, b.base+"/report", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	answer, err := guest.Do(r)
	if err != nil {
		t.Error(err)
		return
	}
	defer answer.Body.Close()
	number := regexp.MustCompile(`MNS-[0-9A-Z-]+`).FindString(answer.Header.Get("Location"))
	if number == "" {
		return // too many at once: not acknowledged
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.known[number] = true
}

type cropped struct{ image.Image }

func (cropped) Bounds() image.Rectangle { return image.Rect(0, 0, 16, 16) }

// acknowledged is what the city has said yes to until now.
func (b *town) acknowledged() map[string]bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return maps.Clone(b.known)
}

// photo opens the page of a request and every photo on it.
func (b *town) photo(t *testing.T, number string) {
	t.Helper()
	page := fetch(t, b.base+"/r/"+number+"?lang=tr")
	photos := regexp.MustCompile(`/r/[^"]+/photo/[^"?]+`).FindAllString(page, -1)
	if len(photos) == 0 {
		t.Errorf("%s came back without its photo", number)
	}
	for _, p := range photos {
		fetch(t, b.base+p)
	}
}

func fetch(t *testing.T, address string) string {
	t.Helper()
	answer, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var body bytes.Buffer
	_, _ = body.ReadFrom(answer.Body)
	if answer.StatusCode != http.StatusOK {
		t.Errorf("%s answered %s", address, answer.Status)
	}
	return body.String()
}

func TestWhatACityHadSaidYesToComesBackWhileResidentsWentOnReporting(t *testing.T) {
	b := opened(t, filepath.Join(t.TempDir(), "city"), true)
	for i := range 5 {
		b.report(t, uint8(i))
	}
	before := b.acknowledged()
	ctx, stop := context.WithCancel(t.Context())
	var residents sync.WaitGroup
	residents.Go(func() {
		for i := 5; ctx.Err() == nil; i++ {
			b.report(t, uint8(i))
		}
	})
	to := filepath.Join(t.TempDir(), "backup")
	account, err := Make(t.Context(), b.city(), to)
	stop()
	residents.Wait()
	if err != nil {
		t.Fatal(err)
	}
	again := filepath.Join(t.TempDir(), "again")
	if _, err := Restore(t.Context(), to, City{DB: "sqlite:" + filepath.Join(again, databaseName), Folder: again}); err != nil {
		t.Fatal(err)
	}
	restored := opened(t, again, false)
	if len(before) == 0 || account.Files < len(before) {
		t.Errorf("%d requests acknowledged and %d files kept: the test proves too little", len(before), account.Files)
	}
	for number := range before {
		restored.photo(t, number)
	}
	same(t, filepath.Join(b.folder, sealName), filepath.Join(again, sealName))
}

// same wants two files to be alike, or both missing.
func same(t *testing.T, a, b string) {
	t.Helper()
	one, errOne := os.ReadFile(a)
	two, errTwo := os.ReadFile(b)
	if !bytes.Equal(one, two) || errors.Is(errOne, os.ErrNotExist) != errors.Is(errTwo, os.ErrNotExist) {
		t.Errorf("%s and %s differ", a, b)
	}
}

func TestEverythingOfTheDataFolderIsInTheBackup(t *testing.T) {
	b := opened(t, filepath.Join(t.TempDir(), "city"), true)
	to := filepath.Join(t.TempDir(), "backup")
	if _, err := Make(t.Context(), b.city(), to); err != nil {
		t.Fatal(err)
	}
	there, err := os.ReadDir(b.folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range there {
		name := entry.Name()
		if strings.HasSuffix(name, "-wal") || strings.HasSuffix(name, "-shm") { // in the copy of the database
			continue
		}
		if _, err := os.Stat(filepath.Join(to, name)); err != nil {
			t.Errorf("%s of the data folder is in no backup; copy it in backup.go", name)
		}
	}
}

func TestABackupThatIsNotSoundIsRefused(t *testing.T) {
	b := opened(t, filepath.Join(t.TempDir(), "city"), true)
	b.report(t, 7)
	for name, spoil := range map[string]func(backup string) error{
		"a page of the database was overwritten": func(backup string) error {
			return scribble(filepath.Join(backup, databaseName), 40_000)
		},
		"a photo was damaged": func(backup string) error {
			return scribble(oneFile(t, backup), 10)
		},
		"a photo is missing": func(backup string) error {
			return os.Remove(oneFile(t, backup))
		},
		"the account is missing": func(backup string) error {
			return os.Remove(filepath.Join(backup, accountName))
		},
	} {
		t.Run(name, func(t *testing.T) {
			to := filepath.Join(t.TempDir(), "backup")
			if _, err := Make(t.Context(), b.city(), to); err != nil {
				t.Fatal(err)
			}
			if err := spoil(to); err != nil {
				t.Fatal(err)
			}
			again := filepath.Join(t.TempDir(), "again")
			_, err := Restore(t.Context(), to, City{DB: "sqlite:" + filepath.Join(again, databaseName), Folder: again})
			if err == nil {
				t.Error("it was restored all the same")
			}
			if _, err := os.Stat(again); !errors.Is(err, os.ErrNotExist) {
				t.Error("something was written before it was refused")
			}
		})
	}
}

func scribble(path string, at int64) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteAt(bytes.Repeat([]byte{0xA5}, 64), at)
	return errors.Join(err, f.Close())
}

func oneFile(t *testing.T, backup string) string {
	t.Helper()
	found := ""
	err := eachFile(t.Context(), filepath.Join(backup, filesName), func(rel string) error {
		found = filepath.Join(backup, filesName, rel)
		return nil
	})
	if err != nil || found == "" {
		t.Fatalf("no file in the backup: %v", err)
	}
	return found
}

func TestNothingIsWrittenOverAndPostgreSQLIsLeftToItsOwnTool(t *testing.T) {
	b := opened(t, filepath.Join(t.TempDir(), "city"), true)
	to := filepath.Join(t.TempDir(), "backup")
	if _, err := Make(t.Context(), b.city(), to); err != nil {
		t.Fatal(err)
	}
	if _, err := Make(t.Context(), b.city(), to); err == nil {
		t.Error("a second backup was written over the first")
	}
	if _, err := Restore(t.Context(), to, b.city()); err == nil {
		t.Error("a living city was written over")
	}
	if _, err := Make(t.Context(), City{DB: "postgres://nobody@nowhere/x", Folder: b.folder}, to+"2"); !errors.Is(err, ErrPostgres) {
		t.Errorf("for PostgreSQL: %v", err)
	}
	if _, err := Make(t.Context(), City{DB: "sqlite:" + to + "/missing.db", Folder: b.folder}, to+"3"); err == nil {
		t.Error("a database that is not there was copied")
	}
}
