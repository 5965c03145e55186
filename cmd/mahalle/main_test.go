package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mahalle/internal/app"
	"mahalle/internal/platform/dbtest"
)

// asked runs the program as from a shell and gives what it printed.
func asked(t *testing.T, args ...string) (printed string, err error) {
	t.Helper()
	out, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	screen := os.Stdout
	os.Stdout = out
	defer func() { os.Stdout = screen }()
	err = run(t.Context(), args)
	said, readErr := os.ReadFile(out.Name())
	if readErr != nil {
		t.Fatal(readErr)
	}
	return string(said), err
}

// works runs a command that must go well, and looks for words in what it says.
func works(t *testing.T, words string, args ...string) string {
	t.Helper()
	said, err := asked(t, args...)
	if err != nil || !strings.Contains(said, words) {
		t.Fatalf("mahalle %s: %v; said %q, want %q", strings.Join(args, " "), err, said, words)
	}
	return said
}

// fails runs a command that must be refused in words.
func fails(t *testing.T, words string, args ...string) {
	t.Helper()
	if said, err := asked(t, args...); err == nil || !strings.Contains(err.Error(), words) {
		t.Errorf("mahalle %s: %v; said %q, want a refusal with %q", strings.Join(args, " "), err, said, words)
	}
}

func TestTwoCitiesAreMadeInOneDatabaseAndServedUnderTheirNames(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		here := []string{"--db", address, "--data", t.TempDir()}
		with := func(args ...string) []string { return append(args, here...) }
		fails(t, "no city yet", with("serve", "--listen", "127.0.0.1:0")...)
		works(t, "Manisa stands", with("init", "--city", "manisa", "--host", "manisa.example", "--host", "www.manisa.example")...)
		works(t, "تهران stands", with("init", "--city", "tehran", "--host", "tehran.example")...)
		fails(t, "already has the city", with("init", "--city", "manisa", "--host", "new.example")...)
		fails(t, "manisa.example leads to another city", with("init", "--city", "boston", "--host", "manisa.example")...)
		a, err := app.Open(t.Context(), app.Options{DB: address, Folder: here[3]})
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		for host, want := range map[string]string{"manisa.example": "manisa", "www.manisa.example:8080": "manisa", "tehran.example": "tehran", "new.example": "", "boston.example": ""} {
			if c, ok := a.Cities.ByHost(host); ok != (want != "") || ok && string(c.ID) != want {
				t.Errorf("%s leads to %v", host, c)
			}
		}
	})
}

func TestPeopleGetTheirAccountsFromTheShell(t *testing.T) {
	here := []string{"--data", t.TempDir()}
	with := func(args ...string) []string { return append(args, here...) }
	works(t, "Manisa stands", with("init", "--city", "manisa")...)
	said := works(t, "may sign in at /staff with the password", with("user", "add", "ayse", "--name", "Ayşe Yılmaz")...)
	if len(strings.Fields(said)) < 8 {
		t.Errorf("no password was told: %q", said)
	}
	works(t, "ayse\tAyşe Yılmaz", with("user", "list")...)
	works(t, "password", with("user", "password", "ayse")...)
	works(t, "", with("user", "disable", "ayse")...)
	works(t, "may sign in again", with("user", "enable", "ayse")...)
	fails(t, "", with("user", "enable", "nobody")...)
	fails(t, "", with("user", "password", "nobody")...)
	fails(t, "", with("user", "add", "fatma", "--post", "no-such-post")...)
}

func TestTheDoctorAndTheOthersSayWhatTheyFind(t *testing.T) {
	here := []string{"--data", t.TempDir()}
	with := func(args ...string) []string { return append(args, here...) }
	works(t, "up to date", with("migrate")...)
	fails(t, "need a look", with("doctor")...) // there is no city
	works(t, "stands", with("init", "--city", "manisa")...)
	works(t, "ok    manisa owners: 0 subjects without an owner", with("doctor")...)
	works(t, "Letters of manisa lead to https://istek.manisa.example", with("host", "--address", "https://istek.manisa.example/")...)
	works(t, "letters lead to https://istek.manisa.example", with("doctor")...)
	fails(t, "is not an address", with("host", "--address", "istek.manisa.example/path")...)
	fails(t, "name a host", with("host")...)
	works(t, "mahalle ", "version")
}

func TestWhatCannotBeDoneIsRefusedInWords(t *testing.T) {
	folder := t.TempDir()
	fails(t, "", "dance")
	fails(t, "", "init")
	fails(t, "", "init", "--city", folder, "--data", folder) // an empty folder is no city
	fails(t, "sqlite:PATH", "migrate", "--db", "mysql://x", "--data", folder)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	fails(t, "address already in use", "serve", "--listen", taken.Addr().String(), "--data", folder)
}

func TestAServedCityAnswersAndStopsWhenTold(t *testing.T) {
	folder := t.TempDir()
	works(t, "stands", "init", "--city", "manisa", "--data", folder)
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	_ = free.Close()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, []string{"serve", "--listen", address, "--data", folder}) }()
	if page := page(t, "http://"+address+"/"); !strings.Contains(page, "Manisa") {
		t.Errorf("the page: %s", page)
	}
	stop()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("it ended with %v", err)
		}
	case <-time.After(30 * time.Second):
		t.Error("it does not stop")
	}
}

// page waits until somebody answers.
func page(t *testing.T, url string) string {
	t.Helper()
	for until := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		answer, err := http.Get(url)
		if err == nil {
			defer answer.Body.Close()
			body, err := io.ReadAll(answer.Body)
			if err != nil {
				t.Fatal(err)
			}
			return string(body)
		}
		if time.Now().After(until) {
			t.Fatal(err)
		}
	}
}
