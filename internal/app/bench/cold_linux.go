package bench

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// forgetPages lets the machine drop what it holds of a file in memory.
func forgetPages(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	err = errors.Join(f.Sync(), unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED))
	return errors.Join(err, f.Close())
}
