-- +goose Up
-- What is open now. due_day -1 holds all due days together, 0 what has no date.
CREATE TABLE insight_open (
	tenant_id text NOT NULL,
	due_day   bigint NOT NULL,             -- city day
	district  text NOT NULL,               -- '' when nobody knows the place
	unit      text NOT NULL,
	n         bigint NOT NULL DEFAULT 0,
	late      bigint NOT NULL DEFAULT 0,
	reopened  bigint NOT NULL DEFAULT 0,
	fresh     bigint NOT NULL DEFAULT 0,   -- nobody is on it yet
	offered   bigint NOT NULL DEFAULT 0,   -- handed over, not yet accepted
	asked     bigint NOT NULL DEFAULT 0,   -- waits for the resident
	forwarded bigint NOT NULL DEFAULT 0,   -- with a body outside the municipality
	disputed  bigint NOT NULL DEFAULT 0,   -- the resident said no, nobody has decided
	PRIMARY KEY (tenant_id, due_day, district, unit)
);

-- What happened on a day: a row for each district (unit '*') and one for each
-- unit (district '*').
CREATE TABLE insight_days (
	tenant_id   text NOT NULL,
	district    text NOT NULL,
	unit        text NOT NULL,
	day         bigint NOT NULL,           -- city day
	opened      bigint NOT NULL DEFAULT 0, -- by whoever has them now
	done        bigint NOT NULL DEFAULT 0,
	on_time     bigint NOT NULL DEFAULT 0, -- of done: a time was promised and kept
	done_late   bigint NOT NULL DEFAULT 0, -- of done: a time was promised and not kept
	confirmed   bigint NOT NULL DEFAULT 0, -- residents who said yes
	refuted     bigint NOT NULL DEFAULT 0, -- residents who said no
	unconfirmed bigint NOT NULL DEFAULT 0, -- closed because nobody answered
	reopened    bigint NOT NULL DEFAULT 0,
	happy       bigint NOT NULL DEFAULT 0,
	sad         bigint NOT NULL DEFAULT 0,
	angry       bigint NOT NULL DEFAULT 0,
	surprised   bigint NOT NULL DEFAULT 0,
	open_change bigint NOT NULL DEFAULT 0, -- how many more were open at the end of the day
	late_change bigint NOT NULL DEFAULT 0, -- how many more were late at the end of the day
	PRIMARY KEY (tenant_id, district, unit, day)
);

-- What the nightly recount found: one line a night.
CREATE TABLE insight_drift (
	tenant_id   text NOT NULL,
	id          text NOT NULL,
	at          bigint NOT NULL,
	week        bigint NOT NULL,           -- first day of the week that was counted again
	counted     bigint NOT NULL,           -- how many figures were compared
	differences bigint NOT NULL,
	detail      text NOT NULL,             -- JSON of the first differences
	PRIMARY KEY (tenant_id, id)
);

-- +goose Down
DROP TABLE insight_drift;
DROP TABLE insight_days;
DROP TABLE insight_open;
