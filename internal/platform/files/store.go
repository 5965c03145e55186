package files

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
)

// Ref names a blob: the SHA-256 of its bytes in lower-case hexadecimal.
type Ref string

// RefOf is the name that data will have in every store.
func RefOf(data []byte) Ref {
	sum := sha256.Sum256(data)
	return Ref(hex.EncodeToString(sum[:]))
}

// Valid reports whether the text has the form of a Ref. It says nothing of
// whether the blob exists.
func (r Ref) Valid() bool {
	if len(r) != 2*sha256.Size {
		return false
	}
	for i := range len(r) {
		if c := r[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// Store keeps blobs outside the database. Put returns only when the blob would
// survive a power cut; putting the same bytes again is harmless. Open answers
// fault.NotFound for a blob that is not there. A blob that nothing names is removed
// after a day; Hold says that one which was put earlier is about to be named.
type Store interface {
	Put(ctx context.Context, data []byte) (Ref, error)
	Open(ctx context.Context, ref Ref) (io.ReadSeekCloser, error)
	Hold(ctx context.Context, ref Ref) error
}
