-- +goose Up
-- How the work was judged when it was last finished, and when; and when the resident
-- last said yes or no, or the time for it ran out. Both stay when it is reopened: a
-- figure of those days leads here.
ALTER TABLE requests_requests ADD COLUMN kept text NOT NULL DEFAULT '' CHECK (kept IN ('', 'yes', 'no')); -- what was promised; '': nothing was
ALTER TABLE requests_requests ADD COLUMN kept_at bigint NOT NULL DEFAULT 0;
ALTER TABLE requests_requests ADD COLUMN said_at bigint NOT NULL DEFAULT 0;

-- What was finished before: as its promises ended with it.
UPDATE requests_requests SET kept = 'yes', kept_at = done_at WHERE done_at > 0 AND id IN (
	SELECT p.subject_id FROM pub_promises p WHERE p.tenant_id = requests_requests.tenant_id AND p.subject_kind = 'request'
	AND p.subject_id = requests_requests.id AND p.of IN ('answer', 'repair') AND p.state IN ('kept', 'broken') AND p.ended_at = requests_requests.done_at);
UPDATE requests_requests SET kept = 'no' WHERE kept = 'yes' AND id IN (
	SELECT p.subject_id FROM pub_promises p WHERE p.tenant_id = requests_requests.tenant_id AND p.subject_kind = 'request'
	AND p.subject_id = requests_requests.id AND p.of IN ('answer', 'repair') AND p.state = 'broken' AND p.ended_at = requests_requests.done_at);
UPDATE requests_requests SET said_at = closed_at WHERE confirmed IN ('yes', 'none');
UPDATE requests_requests SET said_at = (SELECT coalesce(max(m.at), 0) FROM requests_messages m
	WHERE m.tenant_id = requests_requests.tenant_id AND m.request = requests_requests.id AND m.kind = 'objection') WHERE confirmed = 'no';

-- Lists of what was judged, and of what was said, the newest first.
CREATE INDEX requests_kept ON requests_requests (tenant_id, kept, kept_at, id) WHERE kept <> '';
CREATE INDEX requests_kept_district ON requests_requests (tenant_id, district, kept, kept_at, id) WHERE kept <> '';
CREATE INDEX requests_kept_unit ON requests_requests (tenant_id, unit, kept, kept_at, id) WHERE kept <> '';
CREATE INDEX requests_said ON requests_requests (tenant_id, confirmed, said_at, id) WHERE said_at > 0;
CREATE INDEX requests_said_district ON requests_requests (tenant_id, district, confirmed, said_at, id) WHERE said_at > 0;
CREATE INDEX requests_said_unit ON requests_requests (tenant_id, unit, confirmed, said_at, id) WHERE said_at > 0;

-- +goose Down
DROP INDEX requests_said_unit;
DROP INDEX requests_said_district;
DROP INDEX requests_said;
DROP INDEX requests_kept_unit;
DROP INDEX requests_kept_district;
DROP INDEX requests_kept;
ALTER TABLE requests_requests DROP COLUMN said_at;
ALTER TABLE requests_requests DROP COLUMN kept_at;
ALTER TABLE requests_requests DROP COLUMN kept;
