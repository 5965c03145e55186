-- +goose Up
CREATE TABLE promises_promises (
	tenant_id     text NOT NULL,
	id            text NOT NULL,
	subject_kind  text NOT NULL,               -- request, order, decision, …
	subject_id    text NOT NULL,
	label         text NOT NULL,               -- the subject's human number
	topic         text NOT NULL DEFAULT '',    -- the subject's own subject code
	of            text NOT NULL,               -- answer, repair, question, work, …
	unit          text NOT NULL CHECK (unit <> ''),
	post          text NOT NULL DEFAULT '',
	person        text NOT NULL DEFAULT '',    -- who is on it now
	district      text NOT NULL DEFAULT '',
	neighbourhood text NOT NULL DEFAULT '',
	calendar      text NOT NULL,
	amount        bigint NOT NULL,
	clock         text NOT NULL CHECK (clock IN ('calendar_days', 'working_days', 'working_hours', 'hours')),
	may_pause     bigint NOT NULL DEFAULT 0,
	state         text NOT NULL CHECK (state IN ('open', 'paused', 'kept', 'broken', 'handed', 'cancelled')),
	opened_at     bigint NOT NULL,
	warn_at       bigint NOT NULL,
	due_at        bigint NOT NULL,
	next_at       bigint NOT NULL,             -- when the sweep must look again; 0: never
	paused_at     bigint NOT NULL DEFAULT 0,
	paused_for    bigint NOT NULL DEFAULT 0,   -- microseconds in all pauses that ended
	reason        text NOT NULL DEFAULT '',    -- of the pause or the end
	level         bigint NOT NULL DEFAULT 0,   -- how far up it was told
	moved         bigint NOT NULL DEFAULT 0,   -- how often the date was moved
	ended_at      bigint NOT NULL DEFAULT 0,   -- 0: still owed
	evidence      text NOT NULL DEFAULT '',
	PRIMARY KEY (tenant_id, id)
);
CREATE INDEX promises_of ON promises_promises (tenant_id, subject_id, opened_at);
CREATE INDEX promises_next ON promises_promises (tenant_id, next_at, id) WHERE next_at > 0;
CREATE INDEX promises_unit ON promises_promises (tenant_id, unit, due_at, id) WHERE ended_at = 0;
CREATE INDEX promises_person ON promises_promises (tenant_id, person, due_at, id) WHERE ended_at = 0 AND person <> '';
CREATE INDEX promises_district ON promises_promises (tenant_id, district, due_at, id) WHERE ended_at = 0;

-- What others may read. The table above is private.
CREATE VIEW pub_promises AS
	SELECT tenant_id, id, subject_kind, subject_id, label, topic, of, unit, post, person, district, neighbourhood,
		state, opened_at, due_at, paused_for, level, moved, ended_at FROM promises_promises;

-- Calendars are the city's data, versioned by the day from which a week is valid.
CREATE TABLE promises_weeks (
	tenant_id  text NOT NULL,
	calendar   text NOT NULL,
	valid_from bigint NOT NULL,                -- city day
	hours      text NOT NULL,                  -- JSON: seven lists of [from, to] in minutes, Sunday first
	PRIMARY KEY (tenant_id, calendar, valid_from)
);
CREATE TABLE promises_exceptions (
	tenant_id  text NOT NULL,
	calendar   text NOT NULL,
	day        bigint NOT NULL,
	kind       text NOT NULL,
	body       text NOT NULL,                  -- JSON of calendar.Exception
	PRIMARY KEY (tenant_id, calendar, day, kind)
);

-- +goose Down
DROP TABLE promises_exceptions;
DROP TABLE promises_weeks;
DROP VIEW pub_promises;
DROP TABLE promises_promises;
