package main

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/evanw/esbuild/pkg/api"
)

// styles compiles the style sheet with Tailwind, makes it small with esbuild,
// and takes the drawings along.
func styles(ui string) (built, error) {
	css, err := outputOf(ui, "node", "build/styles.mjs", "assets/app.css")
	if err != nil {
		return nil, err
	}
	files := built{}
	if files[filepath.Join(ui, "static/app.css")], err = minify(css); err != nil {
		return nil, err
	}
	drawings, err := filepath.Glob(filepath.Join(ui, "assets/*.svg"))
	if err != nil {
		return nil, err
	}
	for _, path := range drawings {
		if err := files.copy(path, filepath.Join(ui, "static", filepath.Base(path))); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// minify also unfolds nested rules for the oldest browsers that Tailwind serves.
func minify(css []byte) ([]byte, error) {
	result := api.Transform(string(css), api.TransformOptions{
		Loader:           api.LoaderCSS,
		MinifyWhitespace: true,
		MinifySyntax:     true,
		Engines: []api.Engine{
			{Name: api.EngineChrome, Version: "111"},
			{Name: api.EngineSafari, Version: "16.4"},
			{Name: api.EngineFirefox, Version: "128"},
		},
	})
	var err error
	for _, m := range result.Errors {
		err = errors.Join(err, errors.New("app.css: "+m.Text))
	}
	return result.Code, err
}

func (b built) copy(from, to string) error {
	data, err := os.ReadFile(from)
	b[to] = data
	return err
}
