package files

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"testing"
)

var (
	red   = color.RGBA{220, 20, 20, 255}
	green = color.RGBA{20, 200, 20, 255}
	blue  = color.RGBA{20, 20, 220, 255}
	grey  = color.RGBA{128, 128, 128, 255}
)

// fourCorners is a picture with red, green, blue and grey quarters, read like a
// page.
func fourCorners(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.SetRGBA(x, y, [2][2]color.RGBA{{red, green}, {blue, grey}}[2*y/h][2*x/w])
		}
	}
	return m
}

func jpegOf(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gifOf(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	few := image.NewPaletted(m.Bounds(), color.Palette{red, green, blue, grey})
	draw.Draw(few, few.Rect, m, image.Point{}, draw.Src)
	if err := gif.Encode(&b, few, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// webp1x1 is the smallest lossless WebP: one point.
func webp1x1(t testing.TB) []byte {
	t.Helper()
	data, err := base64.StdEncoding.DecodeString("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

const gpsNote = "38.614012N 27.429611E"

// exifNotes are a camera's notes: how it was held and where it was.
func exifNotes(order binary.AppendByteOrder, held uint16) []byte {
	b := []byte("II*\x00")
	if order.String() == binary.BigEndian.String() {
		b = []byte("MM\x00*")
	}
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 3)
	entry := func(tag, typ uint16, n, value uint32) {
		b = order.AppendUint16(b, tag)
		b = order.AppendUint16(b, typ)
		b = order.AppendUint32(b, n)
		if typ == 3 {
			b = order.AppendUint16(b, uint16(value))
			b = append(b, 0, 0)
		} else {
			b = order.AppendUint32(b, value)
		}
	}
	entry(0x010f, 2, uint32(len(gpsNote)), 8+2+3*12+4)
	entry(0x0112, 3, 1, uint32(held))
	entry(0x8825, 4, 1, 8+2+3*12+4)
	b = order.AppendUint32(b, 0)
	return append(b, gpsNote...)
}

// withExif puts notes where a camera puts them in a JPEG.
func withExif(picture, notes []byte) []byte {
	body := append([]byte("Exif\x00\x00"), notes...)
	b := append([]byte{}, picture[:2]...)
	b = append(b, 0xff, 0xe0, 0, 4, 'J', 'F') // something else before it
	b = append(b, 0xff, 0xe1)
	b = binary.BigEndian.AppendUint16(b, uint16(len(body)+2))
	b = append(b, body...)
	return append(b, picture[2:]...)
}

// pngHeader claims a size and has nothing behind it.
func pngHeader(w, h uint32) []byte {
	b := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d")
	chunk := []byte("IHDR")
	chunk = binary.BigEndian.AppendUint32(chunk, w)
	chunk = binary.BigEndian.AppendUint32(chunk, h)
	chunk = append(chunk, 8, 2, 0, 0, 0)
	b = append(b, chunk...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(chunk))
}
