-- +goose Up
-- What was answered to the questions of the subject, for the search alone. Nothing
-- that says something about a person, and nothing of a request whose sender is hidden.
ALTER TABLE requests_requests ADD COLUMN answered text NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE requests_requests DROP COLUMN answered;
