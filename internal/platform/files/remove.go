package files

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io/fs"
	"path"
	"strings"
	"time"

	"mahalle/internal/platform/fault"
)

// What nothing names any more is removed: photos of forms that were never sent,
// and of people who were forgotten. The same picture may be put again at the same
// moment, by any node on the folder, so a blob is first laid aside under another
// name and looked at once more:
//
//	old and unnamed ──rename──▶ tmp/gone-… ──┬─ still old ──▶ removed
//	                                         └─ put meanwhile ──rename back──▶ as before
//
// Put makes a blob young before anything can name it. A cut between the two
// steps leaves tmp/gone-…, about which the next round decides.

const goneMark = "gone-"

// Names is a set of blobs that something names, small enough for millions.
type Names map[uint64]bool

// Add puts a blob into the set.
func (n Names) Add(ref Ref) {
	if ref.Valid() {
		n[beginning(ref)] = true
	}
}

// beginning is the first eight bytes of a name. Two blobs that share them keep
// each other; nothing is lost.
func beginning(ref Ref) uint64 {
	var b [8]byte
	_, _ = hex.Decode(b[:], []byte(ref[:16])) // Valid, so hexadecimal
	return binary.BigEndian.Uint64(b[:])
}

// Hold makes a blob young, as Put does, for whoever is about to name it. One that
// is gone is fault.NotFound.
func (f *Folder) Hold(ctx context.Context, ref Ref) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if !ref.Valid() || f.touch(place(ref)) != nil {
		return fault.New(fault.NotFound, "files.not_found")
	}
	return nil
}

func (f *Folder) touch(at string) error {
	now := time.Now()
	return f.root.Chtimes(at, now, now)
}

// RemoveUnnamed removes every blob that was put before a moment and is not among
// the named, and tells how many. Named must be read after that moment.
func (f *Folder) RemoveUnnamed(ctx context.Context, named Names, before time.Time) (removed int, err error) {
	if err := f.decide(named, before); err != nil {
		return 0, err
	}
	err = fs.WalkDir(f.root.FS(), ".", func(at string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || ctx.Err() != nil {
			return errors.Join(err, ctx.Err())
		}
		ref := Ref(d.Name())
		if d.IsDir() || !ref.Valid() || named[beginning(ref)] {
			return nil
		}
		info, err := d.Info()
		if err != nil || !info.ModTime().Before(before) {
			return ignoreGone(err)
		}
		if err := f.root.Rename(at, aside(ref)); err != nil {
			return ignoreGone(err)
		}
		gone, err := f.settle(ref, false, before)
		if gone {
			removed++
		}
		return err
	})
	return removed, err
}

func aside(ref Ref) string { return path.Join(unfinished, goneMark+string(ref)) }

// decide ends what an earlier round began.
func (f *Folder) decide(named Names, before time.Time) error {
	left, err := fs.ReadDir(f.root.FS(), unfinished)
	if err != nil {
		return err
	}
	for _, d := range left {
		name, is := strings.CutPrefix(d.Name(), goneMark)
		if ref := Ref(name); is && ref.Valid() {
			if _, err := f.settle(ref, named[beginning(ref)], before); err != nil {
				return err
			}
		}
	}
	return nil
}

// settle removes a blob that was laid aside, unless it is wanted after all.
func (f *Folder) settle(ref Ref, wanted bool, before time.Time) (gone bool, err error) {
	info, err := f.root.Stat(aside(ref))
	if err != nil {
		return false, ignoreGone(err)
	}
	if wanted || !info.ModTime().Before(before) {
		at := place(ref)
		if err := errors.Join(f.root.MkdirAll(path.Dir(at), 0o700), f.root.Rename(aside(ref), at)); err != nil {
			return false, err
		}
		return false, f.syncAbove(at)
	}
	return true, ignoreGone(f.root.Remove(aside(ref)))
}

// ignoreGone takes it well that another node was faster.
func ignoreGone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
