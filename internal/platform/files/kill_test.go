package files

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestMain lets the test binary play the process that is killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv("MAHALLE_TEST_PUT_INTO"); dir != "" {
		putUntilKilled(dir)
	}
	os.Exit(m.Run())
}

// putUntilKilled says the name of a blob as soon as it is acknowledged.
func putUntilKilled(dir string) {
	f, err := OpenFolder(dir)
	if err != nil {
		panic(err)
	}
	for i := 0; ; i++ {
		ref, err := f.Put(context.Background(), []byte(strings.Repeat(fmt.Sprintf("photo %d of %d ", i, os.Getpid()), 5_000)))
		if err != nil {
			panic(err)
		}
		fmt.Println(ref)
	}
}

func TestWhatWasAcknowledgedSurvivesAKill(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "files")
	var acknowledged []Ref
	for round := range 6 {
		acknowledged = append(acknowledged, killedAfter(t, dir, time.Duration(40+17*round)*time.Millisecond)...)
	}
	if len(acknowledged) < 20 {
		t.Fatalf("only %d blobs were acknowledged", len(acknowledged))
	}
	f, err := OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	for _, ref := range acknowledged {
		if got := RefOf(read(t, f, ref)); got != ref {
			t.Errorf("%s holds something else: %s", ref, got)
		}
	}
	for _, name := range filesIn(t, dir) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if filepath.Base(filepath.Dir(name)) != unfinished && string(RefOf(data)) != filepath.Base(name) {
			t.Errorf("%s is half written", name)
		}
	}
}

func killedAfter(t *testing.T, dir string, d time.Duration) (acknowledged []Ref) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "MAHALLE_TEST_PUT_INTO="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if acknowledged == nil {
			time.AfterFunc(d, func() { _ = cmd.Process.Kill() })
		}
		if ref := Ref(lines.Text()); ref.Valid() { // the last line may be cut
			acknowledged = append(acknowledged, ref)
		}
	}
	_ = cmd.Wait() // it was killed
	return acknowledged
}
