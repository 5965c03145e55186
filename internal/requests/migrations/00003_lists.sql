-- +goose Up
-- What somebody is on, and what a unit handed over and waits for: few rows of many.
CREATE INDEX requests_open_person ON requests_requests (tenant_id, person, due_at, id) WHERE open = 1 AND person <> '';
CREATE INDEX requests_offered_from ON requests_requests (tenant_id, offered_from, due_at, id) WHERE offered_from <> '';

-- +goose Down
DROP INDEX requests_offered_from;
DROP INDEX requests_open_person;
