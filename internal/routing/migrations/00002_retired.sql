-- +goose Up
-- What a newer pack leaves out is not offered any more; old requests still name it.
ALTER TABLE routing_groups ADD COLUMN retired bigint NOT NULL DEFAULT 0;
ALTER TABLE routing_subjects ADD COLUMN retired bigint NOT NULL DEFAULT 0;
ALTER TABLE routing_kinds ADD COLUMN retired bigint NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE routing_kinds DROP COLUMN retired;
ALTER TABLE routing_subjects DROP COLUMN retired;
ALTER TABLE routing_groups DROP COLUMN retired;
