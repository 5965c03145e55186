package files

import (
	"bytes"
	"encoding/binary"
)

// upright means that the first row of the picture is its top.
const upright = 1

// orientation reads from EXIF notes how the camera was held: 1 to 8, and
// upright if the notes are missing or make no sense.
func orientation(exif []byte) int {
	exif = bytes.TrimPrefix(exif, []byte("Exif\x00\x00"))
	order, ok := byteOrder(exif)
	if !ok {
		return upright
	}
	at := int64(order.Uint32(exif[4:8]))
	if at+2 > int64(len(exif)) {
		return upright
	}
	entries := exif[at+2:]
	for range order.Uint16(exif[at : at+2]) {
		const entry, tagOrientation = 12, 0x0112
		if len(entries) < entry {
			break
		}
		if order.Uint16(entries) == tagOrientation {
			return sensible(order.Uint16(entries[8:10]))
		}
		entries = entries[entry:]
	}
	return upright
}

func byteOrder(tiff []byte) (binary.ByteOrder, bool) {
	switch {
	case len(tiff) < 8:
		return nil, false
	case string(tiff[:4]) == "II*\x00":
		return binary.LittleEndian, true
	case string(tiff[:4]) == "MM\x00*":
		return binary.BigEndian, true
	}
	return nil, false
}

func sensible(held uint16) int {
	if held < 1 || held > 8 {
		return upright
	}
	return int(held)
}

func noExif([]byte) []byte { return nil }

// exifInJPEG walks the segments before the picture itself.
func exifInJPEG(data []byte) []byte {
	const app1, startOfScan = 0xe1, 0xda
	for rest := data[2:]; len(rest) >= 4 && rest[0] == 0xff && rest[1] != startOfScan; {
		if rest[1] == 0xff { // filling
			rest = rest[1:]
			continue
		}
		length := 2 + int(binary.BigEndian.Uint16(rest[2:4]))
		if length < 4 || length > len(rest) {
			return nil
		}
		body := rest[4:length]
		if rest[1] == app1 && bytes.HasPrefix(body, []byte("Exif\x00\x00")) {
			return body
		}
		rest = rest[length:]
	}
	return nil
}

// exifInPNG walks the chunks: length, four letters, body, checksum.
func exifInPNG(data []byte) []byte {
	for rest := data[8:]; len(rest) >= 12; {
		length := int64(binary.BigEndian.Uint32(rest))
		if length+12 > int64(len(rest)) {
			return nil
		}
		if string(rest[4:8]) == "eXIf" {
			return rest[8 : 8+length]
		}
		rest = rest[12+length:]
	}
	return nil
}

// exifInWebP walks the chunks: four letters, length, body, evened.
func exifInWebP(data []byte) []byte {
	for rest := data[12:]; len(rest) >= 8; {
		length := int64(binary.LittleEndian.Uint32(rest[4:]))
		if length+8 > int64(len(rest)) {
			return nil
		}
		if string(rest[:4]) == "EXIF" {
			return rest[8 : 8+length]
		}
		rest = rest[min(8+length+length%2, int64(len(rest))):]
	}
	return nil
}
