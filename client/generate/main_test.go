package main

import (
	"bytes"
	"os"
	"testing"
)

func TestTheClientIsWhatTheDescriptionSays(t *testing.T) {
	want, err := written()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../api.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("the client is not what the description says; run: go generate ./client")
	}
}
