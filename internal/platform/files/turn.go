package files

import "image"

// turn sets a picture upright that was taken with the camera held in one of the
// eight ways EXIF knows.
func turn(src *image.RGBA, held int) *image.RGBA {
	if held == upright {
		return src
	}
	w, h := src.Rect.Dx(), src.Rect.Dy()
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	if held >= 5 { // lying on its side
		dst = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			toX, toY := turned(x, y, w, h, held)
			copy(dst.Pix[dst.PixOffset(toX, toY):][:4], src.Pix[src.PixOffset(x, y):])
		}
	}
	return dst
}

// turned is where the point x, y of a picture of w × h belongs.
func turned(x, y, w, h, held int) (int, int) {
	right, bottom := w-1-x, h-1-y
	switch held {
	case 2:
		return right, y
	case 3:
		return right, bottom
	case 4:
		return x, bottom
	case 5:
		return y, x
	case 6:
		return bottom, x
	case 7:
		return bottom, right
	case 8:
		return y, right
	}
	return x, y
}
