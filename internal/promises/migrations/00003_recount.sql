-- +goose Up
-- What a due time is made of, so that it can be counted again by a calendar that
-- has changed: pauses that ended, and whether the date was given and not counted.
ALTER TABLE promises_promises ADD COLUMN pauses text NOT NULL DEFAULT '[]';   -- JSON: list of [from, to] in UTC microseconds
ALTER TABLE promises_promises ADD COLUMN given bigint NOT NULL DEFAULT 0;     -- 1: by hand or by an imported file
CREATE INDEX promises_calendar ON promises_promises (tenant_id, calendar, id)
	WHERE ended_at = 0 AND clock IN ('working_days', 'working_hours');

-- What people call a change of the week, and what was entered together.
ALTER TABLE promises_weeks ADD COLUMN name text NOT NULL DEFAULT '{}';        -- JSON of city.Text
ALTER TABLE promises_weeks ADD COLUMN entry text NOT NULL DEFAULT '';
ALTER TABLE promises_exceptions ADD COLUMN entry text NOT NULL DEFAULT '';

-- Another word whenever a calendar of the city changes: whoever holds them in memory
-- looks here whether they still hold.
CREATE TABLE promises_changes (
	tenant_id text NOT NULL,
	version   text NOT NULL,
	PRIMARY KEY (tenant_id)
);

-- +goose Down
DROP TABLE promises_changes;
ALTER TABLE promises_exceptions DROP COLUMN entry;
ALTER TABLE promises_weeks DROP COLUMN entry;
ALTER TABLE promises_weeks DROP COLUMN name;
DROP INDEX promises_calendar;
ALTER TABLE promises_promises DROP COLUMN given;
ALTER TABLE promises_promises DROP COLUMN pauses;
