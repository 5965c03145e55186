package places

import (
	"context"
	"encoding/json"

	"github.com/paulmach/orb"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/geo"
)

func allAreas(ctx context.Context, q db.Query) ([]Area, error) {
	return db.All(ctx, q, scanArea, `SELECT code, kind, parent, name_tr, name_fa, name_en, official_no, postcode,
		population, hectares, lat, lon, valid_from, valid_until FROM places_areas WHERE tenant_id = $1 ORDER BY code`, q.Tenant())
}

func scanArea(r db.Row) (Area, error) {
	var a Area
	err := r.Scan(&a.Code, &a.Kind, &a.Parent, &a.Name.TR, &a.Name.FA, &a.Name.EN, &a.OfficialNo, &a.Postcode,
		&a.Population, &a.Hectares, &a.Point.Lat, &a.Point.Lon, &a.From, &a.Until)
	return a, err
}

// saveArea writes what the city says of an area now; its code stays its name.
func saveArea(ctx context.Context, tx *db.Tx, a Area) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO places_areas (tenant_id, code, kind, parent, name_tr, name_fa, name_en, official_no,
		postcode, population, hectares, lat, lon, valid_from, valid_until)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
		ON CONFLICT (tenant_id, code) DO UPDATE SET kind = excluded.kind, parent = excluded.parent, name_tr = excluded.name_tr,
		name_fa = excluded.name_fa, name_en = excluded.name_en, official_no = excluded.official_no, postcode = excluded.postcode,
		population = excluded.population, hectares = excluded.hectares, lat = excluded.lat, lon = excluded.lon,
		valid_from = excluded.valid_from, valid_until = excluded.valid_until`,
		tx.Tenant(), a.Code, a.Kind, a.Parent, a.Name.TR, a.Name.FA, a.Name.EN, a.OfficialNo, a.Postcode, a.Population,
		a.Hectares, a.Point.Lat, a.Point.Lon, a.From, a.Until)
	return err
}

// endArea writes that an area is no more from a day on.
func endArea(ctx context.Context, tx *db.Tx, code string, day city.Day) error {
	_, err := tx.ExecContext(ctx, `UPDATE places_areas SET valid_until = $3 WHERE tenant_id = $1 AND code = $2`, tx.Tenant(), code, day)
	return err
}

func allOutlines(ctx context.Context, q db.Query) ([]geo.Area, error) {
	return db.All(ctx, q, scanOutline, `SELECT area, shape FROM places_outlines WHERE tenant_id = $1 ORDER BY area`, q.Tenant())
}

func scanOutline(r db.Row) (geo.Area, error) {
	var a geo.Area
	var shape string
	if err := r.Scan(&a.Code, &shape); err != nil {
		return a, err
	}
	return a, json.Unmarshal([]byte(shape), &a.Shape)
}

func clearOutlines(ctx context.Context, tx *db.Tx) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM places_outlines WHERE tenant_id = $1`, tx.Tenant())
	return err
}

func insertOutline(ctx context.Context, tx *db.Tx, code string, shape orb.MultiPolygon) error {
	text, err := json.Marshal(shape)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO places_outlines (tenant_id, area, shape) VALUES ($1, $2, $3)`, tx.Tenant(), code, string(text))
	return err
}
