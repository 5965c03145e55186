-- +goose Up
-- Requests that belong together: one cause, one work (lead); the same thing told
-- twice (merged_into); one request in the hands of several units (parent).
ALTER TABLE requests_requests ADD COLUMN lead text NOT NULL DEFAULT '';         -- the request whose work is this one's too
ALTER TABLE requests_requests ADD COLUMN members bigint NOT NULL DEFAULT 0;     -- how many requests it leads
ALTER TABLE requests_requests ADD COLUMN merged_into text NOT NULL DEFAULT '';  -- the request it says again
ALTER TABLE requests_requests ADD COLUMN parent text NOT NULL DEFAULT '';       -- the request it is a part of
ALTER TABLE requests_requests ADD COLUMN parts bigint NOT NULL DEFAULT 0;       -- into how many parts it was split
CREATE INDEX requests_members ON requests_requests (tenant_id, lead, id) WHERE lead <> '';
CREATE INDEX requests_duplicates ON requests_requests (tenant_id, merged_into, id) WHERE merged_into <> '';
CREATE INDEX requests_parts ON requests_requests (tenant_id, parent, id) WHERE parent <> '';
-- What many people have, the most first.
CREATE INDEX requests_open_people ON requests_requests (tenant_id, people, id) WHERE open = 1 AND people > 1;

-- A part is work, not a request: nobody counts it twice.
DROP VIEW pub_requests;
CREATE VIEW pub_requests AS
	SELECT tenant_id, id, number, kind, subject, status, open, unit, department, district, neighbourhood, lat, lon,
		channel, opened_at, due_at, late, reopened, people, done_at, closed_at, outcome, confirmed, face, public
	FROM requests_requests WHERE parent = '';

-- +goose Down
DROP VIEW pub_requests;
CREATE VIEW pub_requests AS
	SELECT tenant_id, id, number, kind, subject, status, open, unit, department, district, neighbourhood, lat, lon,
		channel, opened_at, due_at, late, reopened, people, done_at, closed_at, outcome, confirmed, face, public
	FROM requests_requests;
DROP INDEX requests_open_people;
DROP INDEX requests_parts;
DROP INDEX requests_duplicates;
DROP INDEX requests_members;
ALTER TABLE requests_requests DROP COLUMN parts;
ALTER TABLE requests_requests DROP COLUMN parent;
ALTER TABLE requests_requests DROP COLUMN merged_into;
ALTER TABLE requests_requests DROP COLUMN members;
ALTER TABLE requests_requests DROP COLUMN lead;
