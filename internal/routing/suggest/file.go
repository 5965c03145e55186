package suggest

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"math/bits"
)

// A model file: the mark, the version, a checksum of all that follows, and the
// parts of the model, packed by flate. All numbers are little-endian.
const mark, version = "mahalle-suggest", 1

// ErrBroken is the answer to bytes that are no model of ours, or not a whole one.
var ErrBroken = errors.New("suggest: this is not a whole model file")

// These are more than any city has; a file that claims more is broken.
const mostSubjects, mostNameBytes = 2000, 500

// Bytes is the model as a file.
func (m *Model) Bytes() []byte {
	var body bytes.Buffer
	packer, _ := flate.NewWriter(&body, flate.BestSpeed) // the level is a good one
	m.write(packer)
	_ = packer.Close() // a buffer takes everything
	out := append([]byte(mark), version)
	out = binary.LittleEndian.AppendUint32(out, crc32.ChecksumIEEE(body.Bytes()))
	return append(out, body.Bytes()...)
}

func (m *Model) write(w io.Writer) {
	put := func(v any) { _ = binary.Write(w, binary.LittleEndian, v) } // into a buffer
	put(uint32(len(m.names)))
	for _, name := range m.names {
		put(uint32(len(name)))
		put([]byte(name))
	}
	put(m.least)
	put(m.heat)
	put(m.space.kept)
	put(m.space.rare)
	put(m.weights.bias)
	put(m.weights.scales)
	put(m.weights.weights)
}

// Read takes a model from a file. The error is ErrBroken, with a reason.
func Read(file []byte) (*Model, error) {
	head := len(mark) + 1 + 4
	switch {
	case len(file) < head || string(file[:len(mark)]) != mark:
		return nil, fmt.Errorf("%w: it does not begin like one", ErrBroken)
	case file[len(mark)] != version:
		return nil, fmt.Errorf("%w: it has version %d, this program reads version %d", ErrBroken, file[len(mark)], version)
	case crc32.ChecksumIEEE(file[head:]) != binary.LittleEndian.Uint32(file[len(mark)+1:]):
		return nil, fmt.Errorf("%w: its checksum is wrong", ErrBroken)
	}
	in := &intake{from: flate.NewReader(bytes.NewReader(file[head:]))}
	m := in.model()
	if in.err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBroken, in.err)
	}
	return m, nil
}

// intake reads the parts of a model; after a fault it reads nothing more.
type intake struct {
	from io.Reader
	err  error
}

func (in *intake) take(v any) {
	if in.err == nil {
		in.err = binary.Read(in.from, binary.LittleEndian, v)
	}
}

func (in *intake) fail(format string, args ...any) {
	if in.err == nil {
		in.err = fmt.Errorf(format, args...)
	}
}

func (in *intake) model() *Model {
	names := in.names()
	least, heat := make([]float32, len(names)), 0.0
	in.take(least)
	in.take(&heat)
	sp := in.space()
	width := padded(len(names))
	if len(sp.rare)*width > mostWeights {
		in.fail("%d weights", len(sp.rare)*width)
		return nil
	}
	w := &packed{width: width, bias: make([]float32, width), scales: make([]float32, len(sp.rare)), weights: make([]int8, len(sp.rare)*width)}
	in.take(w.bias)
	in.take(w.scales)
	in.take(w.weights)
	if !(heat > 0) || math.IsInf(heat, 0) {
		in.fail("its confidence cannot be reckoned")
	}
	for _, all := range [][]float32{least, sp.rare, w.bias, w.scales} {
		in.numbers(all)
	}
	if in.err != nil {
		return nil
	}
	m := newModel(names, sp, w)
	m.least, m.heat = least, heat
	return m
}

func (in *intake) numbers(all []float32) {
	for _, x := range all {
		if x != x || math.IsInf(float64(x), 0) {
			in.fail("it holds a number that is none")
		}
	}
}

func (in *intake) names() []string {
	var n uint32
	in.take(&n)
	if n < 2 || n > mostSubjects {
		in.fail("%d subjects", n)
		return nil
	}
	names := make([]string, n)
	for i := range names {
		var length uint32
		if in.take(&length); length > mostNameBytes {
			in.fail("a name of %d bytes", length)
			return nil
		}
		name := make([]byte, length)
		in.take(name)
		names[i] = string(name)
	}
	return names
}

func (in *intake) space() *space {
	s := &space{kept: make([]uint64, buckets/64)}
	in.take(s.kept)
	features := 0
	for i, w := range s.kept {
		features += bits.OnesCount64(w)
		if i == letterHalf/64-1 {
			s.words = features
		}
	}
	if features > mostFeatures {
		in.fail("%d features", features)
		features = 0
	}
	s.rare = make([]float32, features)
	s.rank()
	in.take(s.rare)
	return s
}

// memory is what the model needs while it is used, in bytes.
func (m *Model) memory() int {
	return len(m.space.kept)*8 + len(m.space.ranks)*4 + len(m.space.rare)*4 + len(m.weights.scales)*4 + len(m.weights.weights)
}
