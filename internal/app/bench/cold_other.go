//go:build !linux

package bench

import "errors"

func forgetPages(string) error {
	return errors.New("a cold page cache can be measured on Linux only")
}
