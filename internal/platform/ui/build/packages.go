package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// installPackages runs "npm ci", unless it has for this very lock file.
func installPackages(ui string) error {
	lock, err := os.ReadFile(filepath.Join(ui, "package-lock.json"))
	if err != nil {
		return err
	}
	want := fmt.Appendf(nil, "%x\n", sha256.Sum256(lock))
	stamp := filepath.Join(ui, "node_modules", ".mahalle-lock")
	if have, err := os.ReadFile(stamp); err == nil && bytes.Equal(have, want) {
		return nil
	}
	if err := runIn(ui, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"); err != nil {
		return err
	}
	return os.WriteFile(stamp, want, 0o644)
}

// runIn runs a program in a folder; what it says is told only when it fails.
func runIn(dir, name string, args ...string) error {
	_, err := outputOf(dir, name, args...)
	return err
}

// outputOf is what a program in a folder writes to its standard output.
func outputOf(dir, name string, args ...string) ([]byte, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	var out, complaints bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaints
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", name, err, complaints.String())
	}
	return out.Bytes(), nil
}
