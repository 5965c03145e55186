package citypack

import (
	"mahalle/internal/city"
	"mahalle/internal/platform/table"
)

// Validity says when something exists. A zero Day means: no such limit known.
type Validity struct {
	From  city.Day // first day
	Until city.Day // first day on which it is no more
}

// District is the largest part of a city: an ilçe, a منطقه.
type District struct {
	Code       string
	Name       city.Text
	OfficialNo string // number in the state's register
	Population int    // 0 = not known
	AreaKM2    float64
	Point      city.Point // a point to write the name at
	Validity
}

// Neighbourhood is the smallest official part: a mahalle, a محله.
type Neighbourhood struct {
	Code     string // unique in the whole city, such as turgutlu-altay
	District string
	Name     city.Text
	Postcode string
	Point    city.Point // unknown for many
	Validity
}

func (r *reader) places() {
	for _, row := range r.must("districts.tsv", table.Columns{
		Need: append(texts("name"), "code"),
		May:  []string{"official_no", "population", "area_km2", "lat", "lon", "valid_from", "valid_to"},
	}) {
		r.pack.Districts = append(r.pack.Districts, District{
			Code: r.code(row, "district"), Name: row.Texts("name"), OfficialNo: row.Text("official_no"),
			Population: positive(row, "population"), AreaKM2: row.Decimal("area_km2"),
			Point: point(row), Validity: validity(row),
		})
	}
	for _, row := range r.may("neighbourhoods.tsv", table.Columns{
		Need: append(texts("name"), "code", "district"),
		May:  []string{"postcode", "lat", "lon", "valid_from", "valid_to"},
	}) {
		r.pack.Neighbourhoods = append(r.pack.Neighbourhoods, Neighbourhood{
			Code: r.code(row, "neighbourhood"), District: r.ref(row, "district", "district"),
			Name: row.Texts("name"), Postcode: row.Text("postcode"),
			Point: point(row), Validity: validity(row),
		})
	}
}

func positive(row table.Row, column string) int {
	n := row.Int(column)
	if n < 0 {
		row.Fail("%s %d is below zero", column, n)
	}
	return n
}

func point(row table.Row) city.Point {
	lat, lon := row.Decimal("lat"), row.Decimal("lon")
	if lat < -90 || lat > 90 || lon < -180 || lon > 180 {
		row.Fail("lat %v, lon %v is nowhere on earth", lat, lon)
		return city.Point{}
	}
	if (lat == 0) != (lon == 0) {
		row.Fail("lat and lon belong together; one of them is missing")
	}
	return city.PointAt(lat, lon)
}

func validity(row table.Row) Validity {
	from, hasFrom := row.Day("valid_from")
	until, hasUntil := row.Day("valid_to")
	if hasFrom && hasUntil && until <= from {
		row.Fail("valid_to %v is not after valid_from %v", until, from)
	}
	return Validity{From: from, Until: until}
}
