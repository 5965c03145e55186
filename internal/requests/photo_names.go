package requests

import (
	"context"

	"mahalle/internal/platform/db"
	"mahalle/internal/platform/files"
)

// PhotoNames gives the files of every photo of the city's requests.
func (s *Service) PhotoNames(ctx context.Context, q db.Query, each func(files.Ref)) error {
	rows, err := q.QueryContext(ctx, `SELECT full_ref, thumb_ref FROM requests_photos WHERE tenant_id = $1`, q.Tenant())
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var full, thumb files.Ref
		if err := rows.Scan(&full, &thumb); err != nil {
			return err
		}
		each(full)
		each(thumb)
	}
	return rows.Err()
}
