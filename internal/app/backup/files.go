package backup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"mahalle/internal/platform/files"
)

// eachFile visits every kept file below a folder; drafts of unfinished uploads
// are no files yet.
func eachFile(ctx context.Context, folder string, visit func(rel string) error) error {
	return filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || ctx.Err() != nil {
			return errors.Join(err, ctx.Err())
		}
		if d.IsDir() || !files.Ref(d.Name()).Valid() {
			return nil
		}
		rel, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		return visit(rel)
	})
}

// copyFiles copies every file and gives their number and bytes.
func copyFiles(ctx context.Context, from, to string) (n int, bytes int64, err error) {
	if err := os.MkdirAll(to, 0o700); err != nil {
		return 0, 0, err
	}
	err = eachFile(ctx, from, func(rel string) error {
		size, err := copyFile(filepath.Join(from, rel), filepath.Join(to, rel))
		if errors.Is(err, fs.ErrNotExist) {
			return nil // nothing named it any more, and it was removed meanwhile
		}
		n, bytes = n+1, bytes+size
		return err
	})
	return n, bytes, err
}

// copyOne takes a file of the city's folder along, if it is there: the seal,
// without which the links that residents hold are no longer theirs, and the book
// of those who asked to be forgotten.
func copyOne(from, to, name string) error {
	_, err := copyFile(filepath.Join(from, name), filepath.Join(to, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func copyFile(from, to string) (int64, error) {
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return 0, err
	}
	in, err := os.Open(from)
	if err != nil {
		return 0, err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(out, in)
	return n, errors.Join(err, out.Sync(), out.Close())
}

// sameAsItsName reports a file that no longer holds what its name says.
func sameAsItsName(path string) error {
	_, hash, err := measure(path)
	if err == nil && hash != filepath.Base(path) {
		err = fmt.Errorf("%s was damaged: it is not what its name says", path)
	}
	return err
}

// measure reads a whole file: its bytes and their SHA-256.
func measure(path string) (size int64, hash string, err error) {
	in, err := os.Open(path)
	if err != nil {
		return 0, "", err
	}
	defer in.Close()
	sum := sha256.New()
	size, err = io.Copy(sum, in)
	return size, hex.EncodeToString(sum.Sum(nil)), err
}
