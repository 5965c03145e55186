-- +goose Up
-- Who only said that they have the same problem is told how it goes on, and holds
-- no key to the request.
ALTER TABLE messages_letters ADD COLUMN joined text NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE messages_letters DROP COLUMN joined;
