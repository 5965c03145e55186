package files

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"net/http"
	"testing"
	"testing/iotest"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
)

func take(t *testing.T, data []byte) (Photo, error) {
	t.Helper()
	return ReadPhoto(t.Context(), bytes.NewReader(data), Limits{})
}

func pictureOf(t *testing.T, data []byte) image.Image {
	t.Helper()
	m, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func alike(a, b color.Color) bool {
	r1, g1, b1, _ := a.RGBA()
	r2, g2, b2, _ := b.RGBA()
	near := func(x, y uint32) bool { return max(x, y)-min(x, y) < 0x1400 }
	return near(r1, r2) && near(g1, g2) && near(b1, b2)
}

func TestEveryKindOfPictureBecomesAPhoto(t *testing.T) {
	page := fourCorners(2400, 1200)
	for name, tt := range map[string]struct {
		data          []byte
		width, height int
	}{
		"a JPEG, made smaller":          {jpegOf(t, page), 2048, 1024},
		"a PNG, made smaller":           {pngOf(t, page), 2048, 1024},
		"a GIF, left as small as it is": {gifOf(t, fourCorners(301, 207)), 301, 207},
		"a tall picture":                {pngOf(t, fourCorners(100, 5000)), 40, 2048},
		"a hair-thin picture":           {pngOf(t, fourCorners(9000, 2)), 2048, 1},
	} {
		t.Run(name, func(t *testing.T) {
			photo, err := take(t, tt.data)
			if err != nil {
				t.Fatal(err)
			}
			full, thumb := pictureOf(t, photo.Full), pictureOf(t, photo.Thumb)
			if got := full.Bounds().Size(); got != image.Pt(tt.width, tt.height) || got != image.Pt(photo.Width, photo.Height) {
				t.Errorf("the photo measures %v, said to be %d × %d", got, photo.Width, photo.Height)
			}
			if got := thumb.Bounds().Size(); max(got.X, got.Y) != min(480, max(tt.width, tt.height)) {
				t.Errorf("the thumb measures %v", got)
			}
			if tt.height > 20 && tt.width > 20 {
				wantCorners(t, full, red, green, blue, grey)
				wantCorners(t, thumb, red, green, blue, grey)
			}
		})
	}
	if photo, err := take(t, webp1x1(t)); err != nil || photo.Width != 1 {
		t.Errorf("a WebP of one point became %d wide, %v", photo.Width, err)
	}
}

// wantCorners looks into the middle of the four quarters.
func wantCorners(t *testing.T, m image.Image, want ...color.RGBA) {
	t.Helper()
	s := m.Bounds().Size()
	for i, c := range want {
		x, y := s.X/4+(i%2)*s.X/2, s.Y/4+(i/2)*s.Y/2
		if got := m.At(x, y); !alike(got, c) {
			t.Errorf("at %d,%d of %v the photo is %v, want %v", x, y, s, got, c)
		}
	}
}

func TestThePhotoStandsUpright(t *testing.T) {
	for held, want := range map[uint16][]color.RGBA{
		0: {red, green, blue, grey},
		1: {red, green, blue, grey},
		2: {green, red, grey, blue},
		3: {grey, blue, green, red},
		4: {blue, grey, red, green},
		5: {red, blue, green, grey},
		6: {blue, red, grey, green},
		7: {grey, green, blue, red},
		8: {green, grey, red, blue},
		9: {red, green, blue, grey},
	} {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			t.Run(fmt.Sprintf("held %d, %v", held, order), func(t *testing.T) {
				photo, err := take(t, withExif(jpegOf(t, fourCorners(320, 160)), exifNotes(order, held)))
				if err != nil {
					t.Fatal(err)
				}
				if lying := held >= 5 && held <= 8; lying != (photo.Height > photo.Width) {
					t.Errorf("the photo measures %d × %d", photo.Width, photo.Height)
				}
				wantCorners(t, pictureOf(t, photo.Full), want...)
			})
		}
	}
}

func TestNotesAreFoundInEveryKind(t *testing.T) {
	notes := exifNotes(binary.BigEndian, 6)
	inPNG := pngOf(t, fourCorners(8, 4))
	chunk := append([]byte("eXIf"), notes...)
	inPNG = bytes.Join([][]byte{inPNG[:33], binary.BigEndian.AppendUint32(nil, uint32(len(notes))), chunk,
		binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(chunk)), inPNG[33:]}, nil)
	inWebP := append(webp1x1(t), "EXIF"...)
	inWebP = append(binary.LittleEndian.AppendUint32(inWebP, uint32(len(notes))), notes...)

	if held := orientation(exifInWebP(inWebP)); held != 6 {
		t.Errorf("in WebP the camera was held %d", held)
	}
	photo, err := take(t, inPNG)
	if err != nil || photo.Height != 8 {
		t.Errorf("the PNG became %d × %d, %v", photo.Width, photo.Height, err)
	}
}

func TestNothingButThePictureIsKept(t *testing.T) {
	sent := withExif(jpegOf(t, fourCorners(200, 100)), exifNotes(binary.LittleEndian, 6))
	if !bytes.Contains(sent, []byte(gpsNote)) {
		t.Fatal("the test sends no position")
	}
	photo, err := take(t, sent)
	if err != nil {
		t.Fatal(err)
	}
	for _, kept := range [][]byte{photo.Full, photo.Thumb} {
		if bytes.Contains(kept, []byte(gpsNote)) || bytes.Contains(kept, []byte("Exif")) || exifInJPEG(kept) != nil {
			t.Error("the position of the camera is still in the file")
		}
	}
}

func TestTransparentBecomesWhite(t *testing.T) {
	photo, err := take(t, pngOf(t, image.NewNRGBA(image.Rect(0, 0, 50, 50))))
	if err != nil {
		t.Fatal(err)
	}
	if got := pictureOf(t, photo.Full).At(25, 25); !alike(got, color.White) {
		t.Errorf("nothing became %v", got)
	}
}

func TestReadPhotoRefuses(t *testing.T) {
	whole := jpegOf(t, fourCorners(600, 400))
	wholePNG := pngOf(t, fourCorners(600, 400))
	catalog, err := i18n.NewCatalog(Locales)
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		data []byte
		kind fault.Kind
		key  string
	}{
		"nothing":                        {nil, fault.Invalid, "files.not_a_picture"},
		"a text":                         {[]byte("çöp alınmadı"), fault.Invalid, "files.not_a_picture"},
		"a PDF":                          {[]byte("%PDF-1.7 …"), fault.Invalid, "files.not_a_picture"},
		"an SVG with a script":           {[]byte(`<svg xmlns="…"><script/></svg>`), fault.Invalid, "files.not_a_picture"},
		"an iPhone's HEIC":               {[]byte("\x00\x00\x00\x24ftypheic\x00\x00\x00\x00mif1"), fault.Invalid, "files.phone_format"},
		"an AVIF":                        {[]byte("\x00\x00\x00\x20ftypavif\x00\x00\x00\x00"), fault.Invalid, "files.phone_format"},
		"a film":                         {[]byte("\x00\x00\x00\x20ftypisom\x00\x00\x00\x00"), fault.Invalid, "files.not_a_picture"},
		"a JPEG cut in half":             {whole[:len(whole)/2], fault.Invalid, "files.damaged"},
		"a JPEG cut in its header":       {whole[:30], fault.Invalid, "files.damaged"},
		"a PNG cut in half":              {wholePNG[:len(wholePNG)/2], fault.Invalid, "files.damaged"},
		"a GIF cut in half":              {gifOf(t, fourCorners(99, 99))[:300], fault.Invalid, "files.damaged"},
		"a WebP cut short":               {webp1x1(t)[:30], fault.Invalid, "files.damaged"},
		"a PNG with a broken checksum":   {append(pngHeader(9, 9)[:29], 1, 2, 3, 4), fault.Invalid, "files.damaged"},
		"a PNG without rows":             {pngHeader(9, 0), fault.Invalid, "files.damaged"},
		"a PNG that claims 4 gigapixels": {pngHeader(65535, 65535), fault.TooLarge, "files.too_many_pixels"},
		"a PNG that claims to overflow":  {pngHeader(1<<31-1, 1<<31-1), fault.Invalid, "files.damaged"},
		"16 MB":                          {append(whole[:len(whole):len(whole)], make([]byte, 16<<20)...), fault.TooLarge, "files.too_large"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := take(t, tt.data)
			f, ok := fault.Of(err)
			if !ok || f.Kind != tt.kind || f.Key != tt.key {
				t.Fatalf("ReadPhoto = %v, want %s", err, tt.key)
			}
			for _, lang := range city.Langs {
				if !catalog.Locale(lang, time.UTC).Has(f.Key) {
					t.Errorf("no sentence for %s in %s", f.Key, lang)
				}
			}
		})
	}
}

func TestAnUploadThatBreaksOff(t *testing.T) {
	half := bytes.NewReader(jpegOf(t, fourCorners(60, 40))[:500])
	for name, tt := range map[string]struct {
		r   io.Reader
		key string
	}{
		"the line went dead":             {io.MultiReader(half, iotest.ErrReader(io.ErrUnexpectedEOF)), "files.damaged"},
		"the server cut a too long form": {iotest.ErrReader(&http.MaxBytesError{Limit: 9}), "files.too_large"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ReadPhoto(t.Context(), tt.r, Limits{})
			if f, ok := fault.Of(err); !ok || f.Key != tt.key {
				t.Errorf("ReadPhoto = %v, want %s", err, tt.key)
			}
		})
	}
}

func TestAFiftyMegapixelPictureIsRefusedAtOnce(t *testing.T) {
	bomb := pngOf(t, image.NewGray(image.Rect(0, 0, 10_000, 5_000)))
	start := time.Now()
	_, err := take(t, bomb)
	if took := time.Since(start); took > 200*time.Millisecond {
		t.Errorf("refusing took %v", took)
	}
	if f, ok := fault.Of(err); !ok || f.Key != "files.too_many_pixels" {
		t.Errorf("ReadPhoto = %v", err)
	}
}

// endlessJPEG is a small file of side × side pixels that asks for many passes
// over all of them. side is a multiple of 8.
func endlessJPEG(side, passes int) []byte {
	s := binary.BigEndian.AppendUint16(nil, uint16(side))
	b := []byte{0xff, 0xd8, 0xff, 0xdb, 0, 67, 0}
	b = append(b, bytes.Repeat([]byte{1}, 64)...)
	b = append(b, 0xff, 0xc2, 0, 11, 8, s[0], s[1], s[0], s[1], 1, 1, 0x11, 0)
	b = append(b, 0xff, 0xc4, 0, 20, 0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xe0)
	blocks := side / 8 * side / 8
	var bits []byte
	acc, n := uint32(0), 0
	for left := blocks; left > 0; left -= 32767 {
		acc, n = acc<<15|0x3fff, n+15 // one code of one bit, then a run of 32,767 blocks
		for ; n >= 8; n -= 8 {
			if bits = append(bits, byte(acc>>(n-8))); bits[len(bits)-1] == 0xff {
				bits = append(bits, 0)
			}
		}
	}
	bits = append(bits, byte(acc<<(8-n)))
	for range passes {
		b = append(b, 0xff, 0xda, 0, 8, 1, 1, 0, 1, 63, 0)
		b = append(b, bits...)
	}
	return append(b, 0xff, 0xd9)
}

func TestAPictureThatNeverEndsIsGivenUp(t *testing.T) {
	if _, err := take(t, endlessJPEG(800, 1)); err != nil {
		t.Fatalf("one pass: %v", err) // so it is the number of passes that is hostile
	}
	ctx, stop := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer stop()
	start := time.Now()
	_, err := ReadPhoto(ctx, bytes.NewReader(endlessJPEG(6000, 20_000)), Limits{})
	if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) > 15*time.Second { // it would take hours; the race detector on a busy machine takes seconds
		t.Errorf("ReadPhoto = %v after %v", err, time.Since(start))
	}
}

func TestAtMostTwoPhotosAreDecodedAtOnce(t *testing.T) {
	small := jpegOf(t, fourCorners(40, 40))
	if err := decoding.Acquire(t.Context(), places); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	if _, err := ReadPhoto(ctx, bytes.NewReader(small), Limits{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a third photo was decoded: %v", err)
	}
	decoding.Release(places)
	if _, err := take(t, small); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

func FuzzPhoto(f *testing.F) {
	small := fourCorners(16, 8)
	f.Add(jpegOf(f, small))
	f.Add(withExif(jpegOf(f, small), exifNotes(binary.BigEndian, 6)))
	f.Add(pngOf(f, small))
	f.Add(gifOf(f, small))
	f.Add(webp1x1(f))
	f.Add(pngHeader(1<<31-1, 3))
	f.Add([]byte("\x00\x00\x00\x24ftypheic"))
	limits := Limits{Bytes: 1 << 20, Pixels: 1_000_000, Side: 64, Thumb: 16}
	f.Fuzz(func(t *testing.T, data []byte) {
		photo, err := ReadPhoto(t.Context(), bytes.NewReader(data), limits)
		if err != nil {
			if _, ok := fault.Of(err); !ok {
				t.Fatalf("not explained: %v", err)
			}
			return
		}
		size := pictureOf(t, photo.Full).Bounds().Size()
		if size != image.Pt(photo.Width, photo.Height) || max(size.X, size.Y) > 64 {
			t.Fatalf("the photo measures %v, said to be %d × %d", size, photo.Width, photo.Height)
		}
	})
}

func BenchmarkPhoto12Megapixels(b *testing.B) {
	data := jpegOf(b, fourCorners(4000, 3000))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ReadPhoto(b.Context(), bytes.NewReader(data), Limits{}); err != nil {
			b.Fatal(err)
		}
	}
}
