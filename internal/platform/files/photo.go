package files

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"io"
	"net/http"
	"time"

	"golang.org/x/sync/semaphore"

	"mahalle/internal/platform/fault"
)

// Limits says what photos are taken and what is made of them. A zero field has
// the value named beside it.
type Limits struct {
	Bytes   int64 // 15 MB: the file as it was sent
	Pixels  int   // 40 million: width × height before anything is decoded
	Side    int   // 2048: longer side of the full picture
	Thumb   int   // 480: longer side of the small one
	Quality int   // 80: of the JPEG that is written
}

func (l Limits) orUsual() Limits {
	return Limits{
		Bytes:   cmp.Or(l.Bytes, 15<<20),
		Pixels:  cmp.Or(l.Pixels, 40_000_000),
		Side:    cmp.Or(l.Side, 2048),
		Thumb:   cmp.Or(l.Thumb, 480),
		Quality: cmp.Or(l.Quality, 80),
	}
}

// Photo is a picture that is safe to show: upright, of limited size, and with
// nothing in the file but the picture.
type Photo struct {
	Full, Thumb   []byte // JPEG
	Width, Height int    // of Full
}

// Decoding is the hungriest thing the house does: two photos at once, and a very
// large one alone.
var decoding = semaphore.NewWeighted(places)

const (
	places = 2
	large  = 16_000_000 // pixels
)

// A hostile file may ask for more work than its size shows. Nobody's photo
// takes this long.
const patience = 20 * time.Second

// ReadPhoto takes in a JPEG, PNG, WebP or GIF, of which the first picture
// counts. What it refuses it explains: fault.TooLarge for too many bytes or
// pixels, fault.Invalid for what is damaged or no picture we can read.
func ReadPhoto(ctx context.Context, r io.Reader, limits Limits) (Photo, error) {
	limits = limits.orUsual()
	data, err := readAll(r, limits.Bytes)
	if err != nil {
		return Photo{}, err
	}
	k, key := kindOf(data)
	if k == nil {
		return Photo{}, fault.New(fault.Invalid, key)
	}
	config, err := k.config(bytes.NewReader(data))
	if err != nil || config.Width <= 0 || config.Height <= 0 {
		return Photo{}, fault.Wrap(fault.Invalid, err, "files.damaged")
	}
	if config.Width > limits.Pixels/config.Height {
		return Photo{}, fault.New(fault.TooLarge, "files.too_many_pixels",
			"width", config.Width, "height", config.Height, "limit", limits.Pixels/1_000_000)
	}
	return k.photo(ctx, data, config, limits)
}

func readAll(r io.Reader, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	var cut *http.MaxBytesError
	if int64(len(data)) > limit || errors.As(err, &cut) {
		return nil, fault.New(fault.TooLarge, "files.too_large", "limit", int(limit>>20))
	}
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "files.damaged")
	}
	return data, nil
}

// photo decodes, with a place among the few that may.
func (k *kind) photo(ctx context.Context, data []byte, config image.Config, limits Limits) (Photo, error) {
	wanted := int64(1)
	if config.Width*config.Height > large {
		wanted = places
	}
	if err := decoding.Acquire(ctx, wanted); err != nil {
		return Photo{}, err
	}
	defer decoding.Release(wanted)

	work, stop := context.WithTimeout(ctx, patience)
	defer stop()
	picture, err := k.decode(patient{work, bytes.NewReader(data)})
	if ctx.Err() != nil {
		return Photo{}, ctx.Err()
	}
	if err != nil {
		return Photo{}, fault.Wrap(fault.Invalid, err, "files.damaged")
	}
	return develop(picture, orientation(k.exif(data)), limits)
}

// develop makes the two pictures that are kept.
func develop(picture image.Image, held int, limits Limits) (Photo, error) {
	size := picture.Bounds().Size()
	if size.X <= 0 || size.Y <= 0 {
		return Photo{}, fault.New(fault.Invalid, "files.damaged")
	}
	w, h := fit(size.X, size.Y, limits.Side)
	full := turn(shrink(picture, w, h), held)
	size = full.Rect.Size()
	w, h = fit(size.X, size.Y, limits.Thumb)
	photo := Photo{Width: size.X, Height: size.Y}
	var err, errThumb error
	photo.Full, err = encode(full, limits.Quality)
	photo.Thumb, errThumb = encode(shrink(full, w, h), limits.Quality)
	return photo, errors.Join(err, errThumb)
}

func encode(picture image.Image, quality int) ([]byte, error) {
	var b bytes.Buffer
	err := jpeg.Encode(&b, picture, &jpeg.Options{Quality: quality})
	return b.Bytes(), err
}

// patient reads until nobody wants to wait any longer. It reads little at a
// time, because a few bytes can ask for much work.
type patient struct {
	ctx context.Context
	r   io.Reader
}

func (p patient) Read(b []byte) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	return p.r.Read(b[:min(len(b), 512)])
}
