package seal

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func open(t *testing.T, folder string) Seal {
	t.Helper()
	s, err := Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTheSameRingKnowsItsKeysAfterARestart(t *testing.T) {
	folder := t.TempDir()
	key := open(t, folder).Key("own", "manisa", "1")
	if len(key) != 24 {
		t.Fatalf("a key of %d letters", len(key))
	}
	if !open(t, folder).Knows(key, "own", "manisa", "1") {
		t.Fatal("the key is not known again")
	}
}

func TestAKeyFitsOneThingOnly(t *testing.T) {
	s := New()
	key := s.Key("own", "manisa", "12")
	for _, other := range [][]string{{"own", "manisa", "1"}, {"own", "manisa1", "2"}, {"agency", "manisa", "12"}, {"own", "manisa,12"}, {"own", "tehran", "12"}} {
		if s.Knows(key, other[0], other[1:]...) {
			t.Errorf("it also fits %q", other)
		}
	}
	if New().Knows(key, "own", "manisa", "12") {
		t.Error("another ring knows it")
	}
	if s.Knows("", "own", "manisa", "12") {
		t.Error("no key at all is taken")
	}
}

func TestAWordIsAnotherKeyInSmallLetters(t *testing.T) {
	s := New()
	word := s.Word("reply", "manisa", "MNS-26-000001-X")
	if len(word) != 16 || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz234567") != "" {
		t.Fatalf("a word %q", word)
	}
	if !s.KnowsWord(word, "reply", "manisa", "MNS-26-000001-X") || s.KnowsWord(word, "reply", "manisa", "MNS-26-000002-X") || New().KnowsWord(word, "reply", "manisa", "MNS-26-000001-X") {
		t.Error("it fits nothing, or too much")
	}
}

func TestNodesThatStartTogetherShareOneRing(t *testing.T) {
	folder := t.TempDir()
	keys := make([]string, 8)
	var all sync.WaitGroup
	for i := range keys {
		all.Go(func() {
			s, err := Open(folder)
			if err != nil {
				t.Error(err)
			}
			keys[i] = s.Key("own")
		})
	}
	all.Wait()
	for _, k := range keys {
		if k != keys[0] {
			t.Fatalf("two rings: %q", keys)
		}
	}
	left, _ := filepath.Glob(filepath.Join(folder, ".seal-*"))
	if len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

func TestTheRingIsForItsOwnerAlone(t *testing.T) {
	folder := t.TempDir()
	open(t, folder)
	info, err := os.Stat(filepath.Join(folder, fileName))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v %v", info.Mode(), err)
	}
}

func TestADamagedRingIsNotReplacedInSilence(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, fileName), []byte("abc"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(folder); err == nil {
		t.Fatal("a new one was made: every link in residents' letters would be dead without a word")
	}
}
