package files

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"mahalle/internal/platform/fault"
)

var soon = time.Hour

// aged puts a blob that was put days ago.
func aged(t *testing.T, f *Folder, dir, data string) Ref {
	t.Helper()
	ref, err := f.Put(t.Context(), []byte(data))
	if err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-72 * time.Hour)
	if err := os.Chtimes(filepath.Join(dir, place(ref)), old, old); err != nil {
		t.Fatal(err)
	}
	return ref
}

func (f *Folder) has(ref Ref) bool {
	_, err := f.root.Stat(place(ref))
	return err == nil
}

func TestWhatNothingNamesIsRemovedAndNothingElse(t *testing.T) {
	f, dir := newFolder(t)
	named, unnamed := aged(t, f, dir, "a photo on a request"), aged(t, f, dir, "a form that was never sent")
	young, err := f.Put(t.Context(), []byte("a form that is being filled in"))
	if err != nil {
		t.Fatal(err)
	}
	held := aged(t, f, dir, "a form that is sent again")
	if err := f.Hold(t.Context(), held); err != nil {
		t.Fatal(err)
	}
	names := Names{}
	names.Add(named)
	n, err := f.RemoveUnnamed(t.Context(), names, time.Now().Add(-soon))
	if err != nil || n != 1 || f.has(unnamed) || !f.has(named) || !f.has(young) || !f.has(held) {
		t.Errorf("%d removed, %v", n, err)
	}
	if err := f.Hold(t.Context(), unnamed); fault.KindOf(err) != fault.NotFound {
		t.Errorf("what is gone can be held: %v", err)
	}
}

// The program dies after it laid a blob aside: whether it is wanted is asked anew.
func TestACutBetweenTheTwoStepsLosesNothing(t *testing.T) {
	f, dir := newFolder(t)
	wanted, touched, unwanted := aged(t, f, dir, "named meanwhile"), aged(t, f, dir, "put meanwhile"), aged(t, f, dir, "wanted by nobody")
	if err := f.touch(place(touched)); err != nil {
		t.Fatal(err)
	}
	for _, ref := range []Ref{wanted, touched, unwanted} {
		if err := f.root.Rename(place(ref), aside(ref)); err != nil {
			t.Fatal(err)
		}
	}
	again, err := OpenFolder(dir) // the next start sweeps what was left unfinished
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = again.Close() }()
	names := Names{}
	names.Add(wanted)
	if _, err := again.RemoveUnnamed(t.Context(), names, time.Now().Add(-soon)); err != nil {
		t.Fatal(err)
	}
	if string(read(t, again, wanted)) != "named meanwhile" || string(read(t, again, touched)) != "put meanwhile" || again.has(unwanted) {
		t.Error("the wrong one is gone")
	}
	if left, _ := os.ReadDir(filepath.Join(dir, unfinished)); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// Somebody puts the same pictures while they are being removed: whatever was put
// can be read afterwards.
func TestAPicturePutWhileItIsRemovedStays(t *testing.T) {
	f, dir := newFolder(t)
	for round := range 20 {
		var refs []Ref
		for i := range 20 {
			refs = append(refs, aged(t, f, dir, fmt.Sprint("picture ", round, " ", i)))
		}
		var both sync.WaitGroup
		both.Go(func() {
			if _, err := f.RemoveUnnamed(context.Background(), Names{}, time.Now().Add(-soon)); err != nil {
				t.Error(err)
			}
		})
		both.Go(func() {
			for i := range refs {
				if _, err := f.Put(context.Background(), fmt.Append(nil, "picture ", round, " ", i)); err != nil {
					t.Error(err)
				}
			}
		})
		both.Wait()
		for _, ref := range refs {
			if !f.has(ref) {
				t.Fatalf("round %d: a picture that was put is gone", round)
			}
		}
	}
}
