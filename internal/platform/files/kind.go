package files

import (
	"bytes"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/webp"
)

// kind is a way of writing pictures that we can read. Decoders are named here
// one by one: what some other package registers with image does not count.
type kind struct {
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
	exif   func(data []byte) []byte // the block with the camera's notes, or nil
}

// kindOf looks at the first bytes, never at a name or a header that somebody
// sent along. A nil kind comes with the key of the sentence that helps.
func kindOf(data []byte) (k *kind, key string) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		return &kind{jpeg.DecodeConfig, jpeg.Decode, exifInJPEG}, ""
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return &kind{png.DecodeConfig, png.Decode, exifInPNG}, ""
	case bytes.HasPrefix(data, []byte("GIF8")):
		return &kind{gif.DecodeConfig, gif.Decode, noExif}, ""
	case bytes.HasPrefix(data, []byte("RIFF")) && len(data) > 12 && string(data[8:12]) == "WEBP":
		return &kind{webp.DecodeConfig, webp.Decode, exifInWebP}, ""
	case isHEIC(data):
		return nil, "files.phone_format"
	}
	return nil, "files.not_a_picture"
}

// isHEIC knows the pictures that newer phones keep for themselves: HEIC, HEIF
// and AVIF. There is no free reader for them in Go.
func isHEIC(data []byte) bool {
	if len(data) < 12 || string(data[4:8]) != "ftyp" {
		return false
	}
	switch string(data[8:12]) {
	case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "avif", "avis":
		return true
	}
	return false
}
