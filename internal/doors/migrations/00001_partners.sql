-- +goose Up
-- Other systems that come in and go out, and what they may.
CREATE TABLE doors_partners (
	tenant_id  text NOT NULL,
	id         text NOT NULL,                -- UUIDv7
	code       text NOT NULL,                -- short, for commands and lists: fixmystreet
	name       text NOT NULL,
	contact    text NOT NULL DEFAULT '',     -- whom to call when it fails
	rights     text NOT NULL DEFAULT '',     -- words: read report update private
	subjects   text NOT NULL DEFAULT '',     -- codes parted by spaces; empty: all
	districts  text NOT NULL DEFAULT '',     -- codes parted by spaces; empty: all
	per_minute bigint NOT NULL,              -- calls it may make
	made_at    bigint NOT NULL,
	stopped_at bigint NOT NULL DEFAULT 0,    -- 0: it may come in
	PRIMARY KEY (tenant_id, id),
	UNIQUE (tenant_id, code)
);

-- Their keys. A key is shown once and kept as a hash; a few of its letters are
-- kept so that people can tell keys apart.
CREATE TABLE doors_keys (
	tenant_id  text NOT NULL,
	id         text NOT NULL,                -- UUIDv7
	partner    text NOT NULL,
	hash       text NOT NULL,                -- SHA-256 of a key nobody can guess
	ending     text NOT NULL,                -- its last letters
	made_at    bigint NOT NULL,
	revoked_at bigint NOT NULL DEFAULT 0,
	PRIMARY KEY (tenant_id, id),
	UNIQUE (tenant_id, hash)
);
CREATE INDEX doors_keys_of ON doors_keys (tenant_id, partner, id);

-- Their last calls: only so many of each are kept. No words of residents, no
-- addresses of machines.
CREATE TABLE doors_calls (
	tenant_id text NOT NULL,
	partner   text NOT NULL,                 -- empty: a call without a key we know
	id        text NOT NULL,                 -- UUIDv7
	at        bigint NOT NULL,
	door      text NOT NULL,                 -- open311, api …
	act       text NOT NULL,                 -- POST requests
	about     text NOT NULL DEFAULT '',      -- number of a request, or the name of what was wrong
	status    bigint NOT NULL,               -- as HTTP says it
	why       text NOT NULL DEFAULT '',      -- key of the sentence that was answered
	took      bigint NOT NULL,               -- microseconds
	PRIMARY KEY (tenant_id, partner, id)
);
CREATE INDEX doors_failed_calls ON doors_calls (tenant_id, partner, id) WHERE status >= 400;

-- How many there were on each day of the city.
CREATE TABLE doors_days (
	tenant_id text NOT NULL,
	partner   text NOT NULL,
	day       bigint NOT NULL,
	calls     bigint NOT NULL DEFAULT 0,
	failed    bigint NOT NULL DEFAULT 0,
	PRIMARY KEY (tenant_id, partner, day)
);

-- +goose Down
DROP TABLE doors_days;
DROP TABLE doors_calls;
DROP TABLE doors_keys;
DROP TABLE doors_partners;
