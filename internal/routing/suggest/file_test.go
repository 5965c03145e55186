package suggest

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"slices"
	"testing"
)

func TestAModelComesBackFromItsFile(t *testing.T) {
	m, _ := trained(t, 500, Options{})
	again, err := Read(m.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range cases(100) {
		if a, b := m.Suggest(e.Text, 3), again.Suggest(e.Text, 3); !slices.Equal(a, b) {
			t.Errorf("%q: %v, from the file %v", e.Text, a, b)
		}
	}
	if !bytes.Equal(m.Bytes(), again.Bytes()) {
		t.Error("the file of the file differs")
	}
}

func TestABrokenFileIsRefused(t *testing.T) {
	m, _ := trained(t, 100, Options{})
	whole := m.Bytes()
	changed := slices.Clone(whole)
	changed[len(changed)/2] ^= 1
	newer := slices.Clone(whole)
	newer[len(mark)] = 9
	for name, file := range map[string][]byte{
		"nothing":             nil,
		"another file":        []byte("PK\x03\x04 this is a zip"),
		"only the beginning":  whole[:len(mark)+3],
		"cut off":             whole[:len(whole)-7],
		"one bit changed":     changed,
		"of a later program":  newer,
		"an empty body":       sealed(nil),
		"a body of something": sealed([]byte("\x01\x02\x03")),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Read(file); !errors.Is(err, ErrBroken) {
				t.Errorf("error %v", err)
			}
		})
	}
}

// sealed puts a right checksum before a body.
func sealed(body []byte) []byte {
	out := append([]byte(mark), version)
	return append(binary.LittleEndian.AppendUint32(out, crc32.ChecksumIEEE(body)), body...)
}

func FuzzRead(f *testing.F) {
	m, _, err := Train(f.Context(), cases(50), Options{}, nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(m.Bytes()[len(mark)+5:], "su yok")
	f.Add([]byte("\x02\x00\x00\x00"), "su yok")
	f.Fuzz(func(t *testing.T, body []byte, words string) {
		m, err := Read(sealed(body))
		if err != nil {
			if !errors.Is(err, ErrBroken) {
				t.Errorf("error %v", err)
			}
			return
		}
		for _, g := range m.Suggest(words, 5) {
			if !(g.Confidence > 0 && g.Confidence <= 1.0001) {
				t.Errorf("confidence %v", g.Confidence)
			}
		}
	})
}
