package seal

import (
	"errors"
	"testing"
)

func TestASecretIsReadAgainUnderItsOwnRingOnly(t *testing.T) {
	s := New()
	locked := s.Lock("anahtar-42", "wire", "manisa", "elektrik")
	if got, err := s.Unlock(locked, "wire", "manisa", "elektrik"); got != "anahtar-42" || err != nil {
		t.Fatalf("it reads %q, %v", got, err)
	}
	if locked == s.Lock("anahtar-42", "wire", "manisa", "elektrik") {
		t.Error("the same secret looks the same twice")
	}
	for name, try := range map[string]func() (string, error){
		"another ring":    func() (string, error) { return New().Unlock(locked, "wire", "manisa", "elektrik") },
		"another body":    func() (string, error) { return s.Unlock(locked, "wire", "manisa", "dogalgaz") },
		"another purpose": func() (string, error) { return s.Unlock(locked, "mail", "manisa", "elektrik") },
		"a damaged one":   func() (string, error) { return s.Unlock(locked[:len(locked)-2], "wire", "manisa", "elektrik") },
		"nothing":         func() (string, error) { return s.Unlock("", "wire", "manisa", "elektrik") },
		"what is no text": func() (string, error) { return s.Unlock("ş!", "wire", "manisa", "elektrik") },
	} {
		if _, err := try(); !errors.Is(err, ErrLocked) {
			t.Errorf("%s opens it: %v", name, err)
		}
	}
}
