package files

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"mahalle/internal/platform/fault"
)

func newFolder(t *testing.T) (*Folder, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "files")
	f, err := OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f, dir
}

func read(t *testing.T, s Store, ref Ref) []byte {
	t.Helper()
	blob, err := s.Open(t.Context(), ref)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = blob.Close() }()
	data, err := io.ReadAll(blob)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestAPutBlobCanBeOpened(t *testing.T) {
	f, dir := newFolder(t)
	for _, data := range []string{"", "a pothole", string(make([]byte, 1<<20))} {
		ref, err := f.Put(t.Context(), []byte(data))
		if err != nil {
			t.Fatal(err)
		}
		if !ref.Valid() || ref != RefOf([]byte(data)) || string(read(t, f, ref)) != data {
			t.Errorf("%d bytes came back otherwise under %s", len(data), ref)
		}
	}
	again, err := OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = again.Close() }()
	if got := read(t, again, RefOf([]byte("a pothole"))); string(got) != "a pothole" {
		t.Errorf("after opening again the blob is %q", got)
	}
}

func TestTheSameBlobIsKeptOnce(t *testing.T) {
	f, dir := newFolder(t)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if _, err := f.Put(t.Context(), []byte("the same photo")); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if got := filesIn(t, dir); len(got) != 1 {
		t.Errorf("the folder holds %v", got)
	}
}

func filesIn(t *testing.T, dir string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestABlobCutShortIsWrittenAnew(t *testing.T) {
	f, dir := newFolder(t)
	ref, err := f.Put(t.Context(), []byte("whole"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, place(ref)), []byte("wh"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Put(t.Context(), []byte("whole")); err != nil {
		t.Fatal(err)
	}
	if got := read(t, f, ref); string(got) != "whole" {
		t.Errorf("the blob is %q", got)
	}
}

func TestOpenWhatIsNotThere(t *testing.T) {
	f, dir := newFolder(t)
	if err := os.WriteFile(filepath.Join(filepath.Dir(dir), "secret"), []byte("outside"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, ref := range map[string]Ref{
		"a blob nobody put":     RefOf([]byte("nobody")),
		"nothing":               "",
		"a path to the outside": "../../secret",
		"a name with capitals":  Ref(fmt.Sprintf("%064X", 0xabc)),
		"a path of full length": Ref("../../../../" + string(bytes.Repeat([]byte("a"), 52))),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := f.Open(t.Context(), ref); fault.KindOf(err) != fault.NotFound {
				t.Errorf("Open = %v, want not found", err)
			}
		})
	}
}

func TestALinkDoesNotLeadOutside(t *testing.T) {
	f, dir := newFolder(t)
	outside := t.TempDir()
	ref := RefOf([]byte("a photo"))
	if err := os.Symlink(outside, filepath.Join(dir, string(ref[:2]))); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Put(t.Context(), []byte("a photo")); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("Put = %v, want unavailable", err)
	}
	if got := filesIn(t, outside); got != nil {
		t.Errorf("outside lies %v", got)
	}
}

func TestWhatCannotBeKeptIsNotAcknowledged(t *testing.T) {
	f, dir := newFolder(t)
	ref := RefOf([]byte("a photo"))
	if err := os.WriteFile(filepath.Join(dir, string(ref[:2])), nil, 0o600); err != nil {
		t.Fatal(err) // a file where the directory should be
	}
	if got, err := f.Put(t.Context(), []byte("a photo")); fault.KindOf(err) != fault.Unavailable || got != "" {
		t.Errorf("Put = %q, %v", got, err)
	}
	if got := filesIn(t, filepath.Join(dir, unfinished)); got != nil {
		t.Errorf("left behind: %v", got)
	}
}

func TestAbandonedDraftsAreSweptOut(t *testing.T) {
	_, dir := newFolder(t)
	old, young := filepath.Join(dir, unfinished, "OLD"), filepath.Join(dir, unfinished, "YOUNG")
	for _, draft := range []string{old, young} {
		if err := os.WriteFile(draft, []byte("half a ph"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	yesterday := time.Now().Add(-24 * time.Hour)
	if err := os.Chtimes(old, yesterday, yesterday); err != nil {
		t.Fatal(err)
	}
	f, err := OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if got := filesIn(t, dir); len(got) != 1 || got[0] != young {
		t.Errorf("after opening the folder holds %v, want the young draft only", got)
	}
}
