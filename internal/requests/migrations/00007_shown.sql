-- +goose Up
-- Lists for other systems ask for what changed since they came last. The end of
-- a request's work is its last change; what residents say afterwards is none.
ALTER TABLE requests_requests ADD COLUMN updated_at bigint NOT NULL DEFAULT 0;
UPDATE requests_requests SET updated_at = CASE WHEN done_at > opened_at THEN done_at ELSE opened_at END WHERE tenant_id <> '';
-- What everybody may see, the newest first: all, open or ended, and by subject.
CREATE INDEX requests_shown_updated ON requests_requests (tenant_id, updated_at, id) WHERE public = 1 AND parent = '';
CREATE INDEX requests_shown_open ON requests_requests (tenant_id, open, opened_at, id) WHERE public = 1 AND parent = '';
CREATE INDEX requests_shown_subject ON requests_requests (tenant_id, subject, opened_at, id) WHERE public = 1 AND parent = '';

-- +goose Down
DROP INDEX requests_shown_subject;
DROP INDEX requests_shown_open;
DROP INDEX requests_shown_updated;
ALTER TABLE requests_requests DROP COLUMN updated_at;
