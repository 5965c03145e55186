-- +goose Up
-- What the city told residents, and whether it arrived. Never removed.
CREATE TABLE messages_letters (
	tenant_id  text NOT NULL,
	id         text NOT NULL,                -- UUIDv7: sorts by time
	request    text NOT NULL,
	number     text NOT NULL,                -- the request's, as residents know it
	channel    text NOT NULL CHECK (channel IN ('email', 'sms')),
	purpose    text NOT NULL CHECK (purpose IN ('received', 'answered', 'interim', 'asked', 'finished_please_confirm', 'declined',
		'duplicate', 'forwarded', 'reopened', 'reopen_refused', 'closed')),
	cause      text NOT NULL,                -- which news it tells; told once
	lang       text NOT NULL,
	subject    text NOT NULL,
	text       text NOT NULL,                -- without the key of the resident's own link
	link       text NOT NULL,                -- of the tracking page, as it stands in the text
	state      text NOT NULL CHECK (state IN ('queued', 'sent', 'failed', 'not_configured', 'refused', 'kept')),
	attempts   bigint NOT NULL DEFAULT 0,
	last_error text NOT NULL DEFAULT '',     -- a code of ours; a server's words may hold addresses
	queued_at  bigint NOT NULL,
	sent_at    bigint NOT NULL DEFAULT 0,
	message_id text NOT NULL,                -- the sender's domain is added to it
	PRIMARY KEY (tenant_id, id),
	UNIQUE (tenant_id, request, purpose, cause)
);
CREATE INDEX messages_of ON messages_letters (tenant_id, request, id);
CREATE INDEX messages_unsent ON messages_letters (tenant_id, id) WHERE state IN ('failed', 'refused', 'not_configured');
CREATE INDEX messages_waiting ON messages_letters (tenant_id, id) WHERE state = 'queued';

-- Where they went. Its own row, so that a person can be forgotten and the ledger stays.
CREATE TABLE messages_addresses (
	tenant_id text NOT NULL,
	letter    text NOT NULL,
	request   text NOT NULL,
	address   text NOT NULL,
	PRIMARY KEY (tenant_id, letter)
);
CREATE INDEX messages_addresses_of ON messages_addresses (tenant_id, request);

-- +goose Down
DROP TABLE messages_addresses;
DROP TABLE messages_letters;
