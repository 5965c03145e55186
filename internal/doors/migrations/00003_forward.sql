-- +goose Up
-- The Open311 doors of bodies outside, to which what is handed to them is sent.
CREATE TABLE doors_forward_lines (
	tenant_id     text NOT NULL,
	unit          text NOT NULL,                -- the body's
	url           text NOT NULL,                -- the GeoReport address, without a slash at its end
	jurisdiction  text NOT NULL DEFAULT '',
	secret        text NOT NULL DEFAULT '',     -- their key, locked by the city's signet
	dialect       text NOT NULL CHECK (dialect IN ('plain', 'fixmystreet')),
	photos        text NOT NULL CHECK (photos IN ('multipart', 'link', 'none')),
	format        text NOT NULL DEFAULT 'json' CHECK (format IN ('json', 'xml')),
	state         text NOT NULL CHECK (state IN ('on', 'stopped')),
	services      text NOT NULL DEFAULT '[]',   -- their list, as it was read last
	checked_at    bigint NOT NULL DEFAULT 0,    -- when it was read
	heard_at      bigint NOT NULL DEFAULT 0,    -- when they answered last
	failing_since bigint NOT NULL DEFAULT 0,    -- first failure since then
	failures      bigint NOT NULL DEFAULT 0,    -- and how many since then
	why           text NOT NULL DEFAULT '',     -- key of the sentence about the last one
	rest_until    bigint NOT NULL DEFAULT 0,    -- they are not called before
	silent        bigint NOT NULL DEFAULT 0,    -- 1: the alarm is raised
	read_until    bigint NOT NULL DEFAULT 0,    -- updates are read up to here
	lease         text NOT NULL DEFAULT '',     -- who talks to them now, and …
	leased_until  bigint NOT NULL DEFAULT 0,    -- … how long at most
	PRIMARY KEY (tenant_id, unit)
);

-- Which of their services a subject of ours is. '*': whatever is not named.
CREATE TABLE doors_forward_codes (
	tenant_id text NOT NULL,
	unit      text NOT NULL,
	subject   text NOT NULL,
	code      text NOT NULL,
	PRIMARY KEY (tenant_id, unit, subject)
);

-- What was sent, one row for each time a body was handed a request.
CREATE TABLE doors_forward_sent (
	tenant_id    text NOT NULL,
	id           text NOT NULL,                 -- the custody's; our name for it over there
	unit         text NOT NULL,
	request      text NOT NULL,
	number       text NOT NULL,
	state        text NOT NULL CHECK (state IN ('waiting', 'asking', 'token', 'open', 'ended', 'refused')),
	made_at      bigint NOT NULL,
	next_at      bigint NOT NULL,               -- not tried before
	attempts     bigint NOT NULL DEFAULT 0,
	tried_at     bigint NOT NULL DEFAULT 0,     -- when it was posted last
	sent_at      bigint NOT NULL DEFAULT 0,     -- when they said that they have it
	token        text NOT NULL DEFAULT '',
	theirs       text NOT NULL DEFAULT '',      -- their number
	status       text NOT NULL DEFAULT '',      -- what they said last, in their word
	notes        text NOT NULL DEFAULT '',      -- … and in their sentence
	heard_at     bigint NOT NULL DEFAULT 0,     -- when they last told of it
	why          text NOT NULL DEFAULT '',      -- key of the sentence why it is not sent
	said         text NOT NULL DEFAULT '',      -- their own words for that
	PRIMARY KEY (tenant_id, id)
);
CREATE INDEX doors_forward_sent_due ON doors_forward_sent (tenant_id, unit, next_at, id) WHERE state IN ('waiting', 'asking', 'token');
CREATE INDEX doors_forward_sent_open ON doors_forward_sent (tenant_id, unit, heard_at, id) WHERE state = 'open';
CREATE INDEX doors_forward_sent_theirs ON doors_forward_sent (tenant_id, unit, theirs) WHERE theirs <> '';
CREATE INDEX doors_forward_sent_of ON doors_forward_sent (tenant_id, unit, id);

-- Their updates that were taken over: each once.
CREATE TABLE doors_forward_updates (
	tenant_id text NOT NULL,
	unit      text NOT NULL,
	update_id text NOT NULL,
	at        bigint NOT NULL,
	PRIMARY KEY (tenant_id, unit, update_id)
);
CREATE INDEX doors_forward_updates_old ON doors_forward_updates (tenant_id, at);

-- +goose Down
DROP TABLE doors_forward_updates;
DROP TABLE doors_forward_sent;
DROP TABLE doors_forward_codes;
DROP TABLE doors_forward_lines;
