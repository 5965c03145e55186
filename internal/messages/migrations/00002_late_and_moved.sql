-- +goose Up
-- Two more reasons for a letter: it is late, its date moved. Which reasons there
-- are is from here on the program's own closed list.
CREATE TABLE messages_ledger (
	tenant_id  text NOT NULL,
	id         text NOT NULL,                -- UUIDv7: sorts by time
	request    text NOT NULL,
	number     text NOT NULL,                -- the request's, as residents know it
	channel    text NOT NULL CHECK (channel IN ('email', 'sms')),
	purpose    text NOT NULL,
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
INSERT INTO messages_ledger SELECT tenant_id, id, request, number, channel, purpose, cause, lang, subject, text, link, state,
	attempts, last_error, queued_at, sent_at, message_id FROM messages_letters;
DROP TABLE messages_letters;
CREATE INDEX messages_of ON messages_ledger (tenant_id, request, id);
CREATE INDEX messages_unsent ON messages_ledger (tenant_id, id) WHERE state IN ('failed', 'refused', 'not_configured');
CREATE INDEX messages_waiting ON messages_ledger (tenant_id, id) WHERE state = 'queued';
ALTER TABLE messages_ledger RENAME TO messages_letters;

-- +goose Down
-- The list of reasons stays open: letters already sent keep theirs.
SELECT 1;
