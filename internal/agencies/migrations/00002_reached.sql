-- +goose Up
-- By telephone, too, and at which hours; whether letters arrive.
ALTER TABLE agencies_agencies ADD COLUMN phone text NOT NULL DEFAULT '';          -- empty: the one the city's pack names
ALTER TABLE agencies_agencies ADD COLUMN hours text NOT NULL DEFAULT '';          -- in the city's words; empty: those of its calendar
ALTER TABLE agencies_agencies ADD COLUMN came_back_at bigint NOT NULL DEFAULT 0;  -- since when letters come back; 0: they arrive
ALTER TABLE agencies_custody ADD COLUMN came_back_at bigint NOT NULL DEFAULT 0;   -- when the letter about it came back

-- +goose Down
ALTER TABLE agencies_custody DROP COLUMN came_back_at;
ALTER TABLE agencies_agencies DROP COLUMN came_back_at;
ALTER TABLE agencies_agencies DROP COLUMN hours;
ALTER TABLE agencies_agencies DROP COLUMN phone;
