// Package main is the command build. It makes the look of the house: static/ from
// assets/ and islands/, and every _templ.go of the house from its .templ.
//
//	go run ./internal/platform/ui/build           builds and writes
//	go run ./internal/platform/ui/build -check    builds and compares: is what is committed current?
//
// It needs Node for the style sheet and the fonts; the packages it uses are
// pinned in package-lock.json. Nobody needs it to run Mahalle.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
)

// built is a file made here: its path and what it must hold.
type built map[string][]byte

func main() {
	check := flag.Bool("check", false, "compare with what is there instead of writing")
	flag.Parse()
	if err := run(*check); err != nil {
		fmt.Fprintln(os.Stderr, "ui build:", err)
		os.Exit(1)
	}
}

func run(check bool) error {
	root, err := moduleRoot()
	if err != nil {
		return err
	}
	ui := filepath.Join(root, "internal/platform/ui")
	if err := installPackages(ui); err != nil {
		return err
	}
	files := built{}
	for _, step := range []func() (built, error){
		func() (built, error) { return styles(ui) },
		func() (built, error) { return fonts(ui) },
		func() (built, error) { return scripts(root, ui) },
		func() (built, error) { return templates(root) },
	} {
		made, err := step()
		if err != nil {
			return err
		}
		maps.Copy(files, made)
	}
	if check {
		return files.compare(filepath.Join(ui, "static"))
	}
	return files.write()
}

// moduleRoot is the folder of go.mod, at or above where we stand.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
	}
	return "", errors.New("run it inside the module")
}

func (b built) write() error {
	for _, path := range slices.Sorted(maps.Keys(b)) {
		if old, err := os.ReadFile(path); err == nil && same(old, b[path]) {
			continue
		}
		if err := os.WriteFile(path, b[path], 0o644); err != nil {
			return err
		}
		fmt.Println("wrote", path)
	}
	return nil
}

// placed is the folder that templ writes into a page's errors: it depends on
// where the generator was started, and says nothing of the page.
var placed = regexp.MustCompile("FileName: `[^`]*/")

func same(a, b []byte) bool {
	strip := func(code []byte) []byte { return placed.ReplaceAll(code, []byte("FileName: `")) }
	return bytes.Equal(a, b) || bytes.Equal(strip(a), strip(b))
}

// compare reports every file that differs from what was built, and every file
// in static that nothing here builds.
func (b built) compare(static string) error {
	var faults []error
	for _, path := range slices.Sorted(maps.Keys(b)) {
		if old, err := os.ReadFile(path); err != nil || !same(old, b[path]) {
			faults = append(faults, fmt.Errorf("%s is not current: run go generate ./internal/platform/ui", path))
		}
	}
	there, err := filepath.Glob(filepath.Join(static, "*"))
	for _, path := range there {
		if _, ok := b[path]; !ok {
			faults = append(faults, fmt.Errorf("%s is built by nobody", path))
		}
	}
	return errors.Join(append(faults, err)...)
}
