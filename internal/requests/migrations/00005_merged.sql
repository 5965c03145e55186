-- +goose Up
-- Who joined a request that was merged goes on with the other one, and comes
-- back when the two are parted again.
ALTER TABLE requests_joins ADD COLUMN came_from text NOT NULL DEFAULT ''; -- the request that was merged

-- +goose Down
ALTER TABLE requests_joins DROP COLUMN came_from;
