-- +goose Up
-- Whether somebody wants the letter of the morning: what is due today, what is late.
ALTER TABLE office_people ADD COLUMN mornings bigint NOT NULL DEFAULT 1;

-- +goose Down
ALTER TABLE office_people DROP COLUMN mornings;
