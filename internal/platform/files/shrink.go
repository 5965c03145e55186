package files

import (
	"image"
	"image/draw"
)

// fit is the size of a picture of w × h whose longer side is at most side. No
// picture is made larger.
func fit(w, h, side int) (int, int) {
	if longer := max(w, h); longer > side {
		return max(w*side/longer, 1), max(h*side/longer, 1)
	}
	return w, h
}

// shrink makes a picture of w × h in which every point is the mean of the area
// it stands for. It reads the source row by row, so it needs little memory
// beside the two pictures. What was transparent becomes white.
func shrink(src image.Image, w, h int) *image.RGBA {
	from := src.Bounds()
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	columns := shares(from.Dx(), w)
	row := image.NewRGBA(image.Rect(0, 0, from.Dx(), 1))
	narrow, sum := make([]float32, 3*w), make([]float32, 3*w)
	for y, s := range shares(from.Dy(), h) {
		draw.Draw(row, row.Rect, image.White, image.Point{}, draw.Src)
		draw.Draw(row, row.Rect, src, image.Pt(from.Min.X, from.Min.Y+y), draw.Over)
		squeeze(narrow, row.Pix, columns)
		add(sum, narrow, s.first)
		if s.ends {
			write(dst.Pix[s.to*dst.Stride:], sum)
			clear(sum)
			add(sum, narrow, s.rest)
		}
	}
	return dst
}

// share says how one row or column of the source is divided: with weight first
// it belongs to the place to, with weight rest to the place after it. The
// weights of one place add up to 1.
type share struct {
	to          int
	first, rest float32
	ends        bool // nothing more comes for this place
}

// shares divides n rows of the source among m places, m at most n.
func shares(n, m int) []share {
	all := make([]share, n)
	for i := range all {
		to := i * m / n
		from, until, edge := i*m, (i+1)*m, (to+1)*n
		inside := min(until, edge) - from
		all[i] = share{
			to:    to,
			first: float32(inside) / float32(n),
			rest:  float32(m-inside) / float32(n),
			ends:  until >= edge,
		}
	}
	return all
}

// squeeze divides the points of a source row among the places of one row.
func squeeze(narrow []float32, pix []uint8, columns []share) {
	clear(narrow)
	for x, s := range columns {
		point := pix[4*x : 4*x+3]
		places := narrow[3*s.to:]
		for colour, v := range point {
			places[colour] += float32(v) * s.first
		}
		if s.rest > 0 {
			for colour, v := range point {
				places[3+colour] += float32(v) * s.rest
			}
		}
	}
}

func add(sum, row []float32, weight float32) {
	for i, v := range row {
		sum[i] += v * weight
	}
}

func write(pix []uint8, sum []float32) {
	for x := range len(sum) / 3 {
		for colour := range 3 {
			pix[4*x+colour] = uint8(min(sum[3*x+colour]+0.5, 255))
		}
		pix[4*x+3] = 0xff
	}
}
