-- +goose Up
-- Who keeps up the street, as far as it was known: the owner rules ask for it, now
-- and whenever they are asked again.
ALTER TABLE requests_requests ADD COLUMN street text NOT NULL DEFAULT '';  -- metro, district, or empty when nobody knows

-- +goose Down
ALTER TABLE requests_requests DROP COLUMN street;
