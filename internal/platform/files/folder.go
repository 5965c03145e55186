package files

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"time"

	"mahalle/internal/platform/fault"
)

// Folder is a Store in a directory of this machine: ab/cd/abcd…, two levels so
// that no directory grows too long. Nothing outside the directory can be
// reached through it.
type Folder struct{ root *os.Root }

var _ Store = (*Folder)(nil)

// Unfinished writes lie here until they get their name.
const unfinished = "tmp"

// A write that has not ended after this long was cut off; another process on
// the same folder may still be busy with a younger one.
const abandonedAfter = time.Hour

// OpenFolder makes the directory if it is missing, and sweeps out what earlier
// runs left unfinished.
func OpenFolder(dir string) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	f := &Folder{root}
	if err := f.sweep(time.Now().Add(-abandonedAfter)); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return f, nil
}

// Close lets go of the directory. Blobs that are open stay readable.
func (f *Folder) Close() error { return f.root.Close() }

// Open gives a blob to read.
func (f *Folder) Open(ctx context.Context, ref Ref) (io.ReadSeekCloser, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if !ref.Valid() {
		return nil, fault.New(fault.NotFound, "files.not_found")
	}
	file, err := f.root.Open(place(ref))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.NotFound, "files.not_found")
	}
	if err != nil {
		return nil, err
	}
	return file, nil
}

// Put keeps data and gives its name. When the disk cannot keep it the answer is
// fault.Unavailable, and nothing half-written can be seen.
func (f *Folder) Put(ctx context.Context, data []byte) (Ref, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	ref := RefOf(data)
	if err := f.keep(ref, data); err != nil {
		return "", fault.Wrap(fault.Unavailable, err, "files.cannot_keep")
	}
	return ref, nil
}

// keep syncs the directories even for a blob that is there already: whoever put
// it a moment ago may not have done so yet. It is made young first, so that it is
// not taken for one that nobody wants.
func (f *Folder) keep(ref Ref, data []byte) error {
	at := place(ref)
	err := f.touch(at)
	var info fs.FileInfo
	if err == nil {
		info, err = f.root.Stat(at)
	}
	if err != nil || info.Size() != int64(len(data)) {
		if err := f.write(at, data); err != nil {
			return err
		}
	}
	return f.syncAbove(at)
}

// write makes the blob whole under another name first: under its own name it is
// either complete or not there.
func (f *Folder) write(at string, data []byte) error {
	if err := f.root.MkdirAll(path.Dir(at), 0o700); err != nil {
		return err
	}
	draft := path.Join(unfinished, rand.Text())
	if err := f.writeDraft(draft, data); err != nil {
		return errors.Join(err, f.forget(draft))
	}
	if err := f.root.Rename(draft, at); err != nil {
		return errors.Join(err, f.forget(draft))
	}
	return nil
}

func (f *Folder) writeDraft(draft string, data []byte) error {
	file, err := f.root.OpenFile(draft, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	return errors.Join(err, file.Sync(), file.Close())
}

func (f *Folder) forget(draft string) error {
	if err := f.root.Remove(draft); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// syncAbove makes the names of the blob and of its directories last.
func (f *Folder) syncAbove(at string) error {
	for dir := path.Dir(at); ; dir = path.Dir(dir) {
		d, err := f.root.Open(dir)
		if err != nil {
			return err
		}
		if err := errors.Join(d.Sync(), d.Close()); err != nil {
			return err
		}
		if dir == "." {
			return nil
		}
	}
}

// sweep removes drafts last written before the given moment.
func (f *Folder) sweep(before time.Time) error {
	if err := f.root.MkdirAll(unfinished, 0o700); err != nil {
		return err
	}
	drafts, err := fs.ReadDir(f.root.FS(), unfinished)
	if err != nil {
		return err
	}
	for _, d := range drafts {
		if strings.HasPrefix(d.Name(), goneMark) {
			continue // what names are left decides about it
		}
		info, err := d.Info()
		if err == nil && info.ModTime().Before(before) {
			err = f.forget(path.Join(unfinished, d.Name()))
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// place is where a blob lies below the root.
func place(ref Ref) string { return path.Join(string(ref[:2]), string(ref[2:4]), string(ref)) }
