package main

import (
	"os"
	"path/filepath"
)

// fonts takes the font files from their packages. The Turkish letters are cut
// out of latin-ext into a file of their own, a thirtieth of its size.
func fonts(ui string) (built, error) {
	files := built{}
	npm, static := filepath.Join(ui, "node_modules/@fontsource-variable"), filepath.Join(ui, "static")
	for from, to := range map[string]string{
		"inter/files/inter-latin-wght-normal.woff2":          "inter-latin.woff2",
		"inter/files/inter-latin-ext-wght-normal.woff2":      "inter-latin-ext.woff2",
		"vazirmatn/files/vazirmatn-arabic-wght-normal.woff2": "vazirmatn-arabic.woff2",
		"inter/LICENSE":     "OFL-inter.txt",
		"vazirmatn/LICENSE": "OFL-vazirmatn.txt",
	} {
		if err := files.copy(filepath.Join(npm, from), filepath.Join(static, to)); err != nil {
			return nil, err
		}
	}
	turkish, err := turkishLetters(ui, filepath.Join(npm, "inter/files/inter-latin-ext-wght-normal.woff2"))
	files[filepath.Join(static, "inter-turkish.woff2")] = turkish
	return files, err
}

func turkishLetters(ui, font string) ([]byte, error) {
	tmp, err := os.CreateTemp("", "mahalle-*.woff2")
	if err != nil {
		return nil, err
	}
	defer os.Remove(tmp.Name())
	defer tmp.Close()
	if err := runIn(ui, "node", "build/subset.mjs", font, tmp.Name(), "ĞğİŞş₺"); err != nil {
		return nil, err
	}
	return os.ReadFile(tmp.Name())
}
