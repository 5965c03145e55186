package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// scripts bundles every island into a script of its name, and takes htmx along.
// Islands stand in ui/islands, or in the islands folder of their capability.
func scripts(root, ui string) (built, error) {
	files := built{}
	static := filepath.Join(ui, "static")
	if err := files.copy(filepath.Join(ui, "node_modules/htmx.org/dist/htmx.min.js"), filepath.Join(static, "htmx.js")); err != nil {
		return nil, err
	}
	islands, err := findIslands(root, ui)
	if err != nil {
		return nil, err
	}
	result := api.Build(api.BuildOptions{
		EntryPointsAdvanced: islands,
		Outdir:              static,
		Bundle:              true,
		Format:              api.FormatIIFE,
		Target:              api.ES2022,
		MinifyWhitespace:    true,
		MinifyIdentifiers:   true,
		MinifySyntax:        true,
		LegalComments:       api.LegalCommentsInline,
		NodePaths:           []string{filepath.Join(ui, "node_modules")},
		AbsWorkingDir:       root,
	})
	for _, m := range result.Errors {
		err = errors.Join(err, fmt.Errorf("%s:%d: %s", m.Location.File, m.Location.Line, m.Text))
	}
	for _, f := range result.OutputFiles {
		files[f.Path] = f.Contents
	}
	return files, err
}

func findIslands(root, ui string) ([]api.EntryPoint, error) {
	var islands []api.EntryPoint
	seen := map[string]string{}
	for _, pattern := range []string{filepath.Join(ui, "islands/*.ts"), filepath.Join(root, "internal/*/islands/*.ts")} {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			return nil, err
		}
		for _, path := range paths {
			name := strings.TrimSuffix(filepath.Base(path), ".ts")
			if other, taken := seen[name]; taken {
				return nil, fmt.Errorf("%s and %s have one name", other, path)
			}
			seen[name] = path
			islands = append(islands, api.EntryPoint{InputPath: path, OutputPath: name})
		}
	}
	return islands, nil
}
