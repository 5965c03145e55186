-- +goose Up
-- How a body outside the municipality is reached, and the figures about it.
CREATE TABLE agencies_agencies (
	tenant_id text NOT NULL,
	unit      text NOT NULL,
	email     text NOT NULL DEFAULT '',        -- empty: the one the city's pack names
	lang      text NOT NULL DEFAULT '',        -- empty: the city's own
	edition   bigint NOT NULL DEFAULT 1,       -- links of earlier editions open nothing
	newest    bigint NOT NULL DEFAULT 1,       -- edition there ever was
	voided    bigint NOT NULL DEFAULT 0,       -- edition before this one, until that is voided for good
	reminded  bigint NOT NULL DEFAULT 0,       -- city day of the last letter of reminders
	listed    bigint NOT NULL DEFAULT 0,       -- city day of the last letter with the whole list
	received  bigint NOT NULL DEFAULT 0,       -- requests it ever got
	open      bigint NOT NULL DEFAULT 0,       -- … that are with it now
	late      bigint NOT NULL DEFAULT 0,       -- … and late
	returned  bigint NOT NULL DEFAULT 0,
	done      bigint NOT NULL DEFAULT 0,
	PRIMARY KEY (tenant_id, unit)
);

-- Who had what, from when to when.
CREATE TABLE agencies_custody (
	tenant_id   text NOT NULL,
	id          text NOT NULL,                 -- UUIDv7
	request     text NOT NULL,
	number      text NOT NULL,
	subject     text NOT NULL,
	unit        text NOT NULL,
	since       bigint NOT NULL,
	due_at      bigint NOT NULL DEFAULT 0,     -- of the promise that decides; 0 when nothing is owed
	half_at     bigint NOT NULL DEFAULT 0,     -- half way from since to then
	late        bigint NOT NULL DEFAULT 0,
	accepted_at bigint NOT NULL DEFAULT 0,
	until_day   bigint NOT NULL DEFAULT 0,     -- the day the body named
	reference   text NOT NULL DEFAULT '',      -- its own number for it
	half_letter text NOT NULL DEFAULT '',      -- the letter that reminded at half time
	due_letter  text NOT NULL DEFAULT '',      -- … and when the time was over
	ended_at    bigint NOT NULL DEFAULT 0,     -- 0: the body has it
	ending      text NOT NULL DEFAULT '' CHECK (ending IN ('', 'returned', 'done', 'taken_back')),
	PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX agencies_custody_now ON agencies_custody (tenant_id, request) WHERE ended_at = 0;
CREATE INDEX agencies_custody_of ON agencies_custody (tenant_id, unit, since, id) WHERE ended_at = 0;
CREATE INDEX agencies_custody_number ON agencies_custody (tenant_id, number, id);
CREATE INDEX agencies_custody_half ON agencies_custody (tenant_id, half_at) WHERE ended_at = 0 AND half_letter = '';
CREATE INDEX agencies_custody_due ON agencies_custody (tenant_id, due_at) WHERE ended_at = 0 AND due_letter = '';

-- In how many days things were done, counted, for the median.
CREATE TABLE agencies_lengths (
	tenant_id text NOT NULL,
	unit      text NOT NULL,
	days      bigint NOT NULL,
	n         bigint NOT NULL,
	PRIMARY KEY (tenant_id, unit, days)
);

-- The letters. They are composed when they leave: no key of a link is kept.
CREATE TABLE agencies_letters (
	tenant_id  text NOT NULL,
	id         text NOT NULL,                  -- UUIDv7; its Message-ID too
	unit       text NOT NULL,
	purpose    text NOT NULL CHECK (purpose IN ('given', 'reminder', 'list')),
	cause      text NOT NULL,                  -- one letter for each
	custody    text NOT NULL DEFAULT '',
	state      text NOT NULL CHECK (state IN ('queued', 'sent', 'failed', 'refused', 'not_configured', 'no_address', 'kept', 'needless')),
	error      text NOT NULL DEFAULT '',       -- a code of ours
	queued_at  bigint NOT NULL,
	sent_at    bigint NOT NULL DEFAULT 0,
	PRIMARY KEY (tenant_id, id),
	UNIQUE (tenant_id, purpose, cause)
);
CREATE INDEX agencies_letters_of ON agencies_letters (tenant_id, unit, id);

-- +goose Down
DROP TABLE agencies_letters;
DROP TABLE agencies_lengths;
DROP TABLE agencies_custody;
DROP TABLE agencies_agencies;
