-- +goose Up
-- Receivers of the city's news. The secret is not kept: the city's signet makes
-- it of the receiver's name and the number of the secret.
CREATE TABLE doors_hooks (
	tenant_id     text NOT NULL,
	id            text NOT NULL,                -- UUIDv7
	name          text NOT NULL,
	url           text NOT NULL,
	events        text NOT NULL,                -- public names parted by spaces
	subjects      text NOT NULL DEFAULT '',     -- codes parted by spaces; empty: all
	districts     text NOT NULL DEFAULT '',     -- codes parted by spaces; empty: all
	secret        bigint NOT NULL DEFAULT 1,    -- number of the secret in use
	old_until     bigint NOT NULL DEFAULT 0,    -- the one before is used too until then
	state         text NOT NULL CHECK (state IN ('on', 'stopped', 'failed', 'gone')),
	made_at       bigint NOT NULL,
	heard_at      bigint NOT NULL DEFAULT 0,    -- when it last took something
	failing_since bigint NOT NULL DEFAULT 0,    -- first failure since then
	failures      bigint NOT NULL DEFAULT 0,    -- and how many since then
	rest_until    bigint NOT NULL DEFAULT 0,    -- nothing is sent before
	lease         text NOT NULL DEFAULT '',     -- who sends to it now, and …
	leased_until  bigint NOT NULL DEFAULT 0,    -- … how long at most
	PRIMARY KEY (tenant_id, id)
);

-- What each of them is told. No names, no words of residents.
CREATE TABLE doors_hook_news (
	tenant_id text NOT NULL,
	hook      text NOT NULL,
	id        text NOT NULL,                    -- the journal's entry: the same each time it is sent
	type      text NOT NULL,
	request   text NOT NULL DEFAULT '',         -- which it is about; withheld if that is no longer public
	about     text NOT NULL DEFAULT '',         -- its number
	body      text NOT NULL,
	state     text NOT NULL CHECK (state IN ('waiting', 'sent', 'dead', 'withheld', 'tried')),
	next_at   bigint NOT NULL,
	attempts  bigint NOT NULL DEFAULT 0,
	status    bigint NOT NULL DEFAULT 0,        -- as HTTP says it; 0: no answer
	why       text NOT NULL DEFAULT '',         -- key of a sentence
	tried_at  bigint NOT NULL DEFAULT 0,
	took      bigint NOT NULL DEFAULT 0,        -- microseconds
	PRIMARY KEY (tenant_id, hook, id)
);
CREATE INDEX doors_hook_news_due ON doors_hook_news (tenant_id, hook, next_at, id) WHERE state = 'waiting';
CREATE INDEX doors_hook_news_dead ON doors_hook_news (tenant_id, hook, id) WHERE state = 'dead';
CREATE INDEX doors_hook_news_tried ON doors_hook_news (tenant_id, hook, tried_at, id) WHERE tried_at > 0;

-- +goose Down
DROP TABLE doors_hook_news;
DROP TABLE doors_hooks;
