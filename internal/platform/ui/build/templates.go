package main

import (
	"bytes"
	"fmt"
	"go/format"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/a-h/templ"
	"github.com/a-h/templ/generator"
	"github.com/a-h/templ/parser/v2"
)

// templates generates the Go code of every .templ in the house.
func templates(root string) (built, error) {
	files := built{}
	err := filepath.WalkDir(filepath.Join(root, "internal"), func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "node_modules":
			return filepath.SkipDir
		case filepath.Ext(path) != ".templ":
			return nil
		}
		code, err := template(path)
		files[strings.TrimSuffix(path, ".templ")+"_templ.go"] = code
		return err
	})
	return files, err
}

// template generates what "templ generate" in the file's own folder does.
func template(path string) ([]byte, error) {
	parsed, err := parser.Parse(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var b bytes.Buffer
	if _, err := generator.Generate(parsed, &b, generator.WithVersion(templ.Version()), generator.WithFileName(filepath.Base(path))); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	code, err := format.Source(b.Bytes())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return code, nil
}
