-- +goose Up
-- The city's mailboxes: which node reads one, and how that goes.
CREATE TABLE mailroom_boxes (
	tenant_id    text NOT NULL,
	box          text NOT NULL,                -- user@host/FOLDER of the city's own
	node         text NOT NULL,                -- who reads it
	leased_until bigint NOT NULL,              -- until when nobody else does
	first_at     bigint NOT NULL,              -- older letters are left where they are
	read_at      bigint NOT NULL DEFAULT 0,    -- when it was last read to its end
	failed_at    bigint NOT NULL DEFAULT 0,    -- since when it cannot be read; 0: it can
	error        text NOT NULL DEFAULT '',     -- a code of ours
	PRIMARY KEY (tenant_id, box)
);

-- Every letter that came, once. What it says stands in a row of its own.
CREATE TABLE mailroom_letters (
	tenant_id  text NOT NULL,
	id         text NOT NULL,                  -- UUIDv7: sorts by time
	key        text NOT NULL,                  -- hash of the sender's name for it: the same letter comes in once
	channel    text NOT NULL CHECK (channel IN ('mail', 'paper')),
	box        text NOT NULL DEFAULT '',
	validity   bigint NOT NULL DEFAULT 0,      -- with uid, its name in the mailbox
	uid        bigint NOT NULL DEFAULT 0,
	state      text NOT NULL CHECK (state IN ('waiting', 'held', 'opened', 'joined', 'answered', 'aside', 'machine', 'bounce')),
	mark       text NOT NULL DEFAULT '' CHECK (mark IN ('', 'forged', 'stranger', 'not_open', 'too_large', 'no_sender', 'damaged')),
	sender     text NOT NULL DEFAULT '',       -- hash of the address, for counting
	number     text NOT NULL DEFAULT '',       -- of the request it became, joined, or says it belongs to
	lang       text NOT NULL DEFAULT '',
	size       bigint NOT NULL DEFAULT 0,      -- bytes
	photos     bigint NOT NULL DEFAULT 0,
	at         bigint NOT NULL,
	handled_at bigint NOT NULL DEFAULT 0,
	handled_by text NOT NULL DEFAULT '',       -- person
	PRIMARY KEY (tenant_id, id),
	UNIQUE (tenant_id, key)
);
CREATE INDEX mailroom_in_state ON mailroom_letters (tenant_id, state, id);
CREATE INDEX mailroom_in_box ON mailroom_letters (tenant_id, box, validity, uid) WHERE uid > 0;
CREATE INDEX mailroom_of_sender ON mailroom_letters (tenant_id, sender, at) WHERE sender <> '';

-- Who wrote and what. Its own row, so that a person can be forgotten and the count stays.
CREATE TABLE mailroom_words (
	tenant_id text NOT NULL,
	letter    text NOT NULL,
	address   text NOT NULL DEFAULT '',
	name      text NOT NULL DEFAULT '',
	phone     text NOT NULL DEFAULT '',        -- E.164
	name_of   text NOT NULL DEFAULT '',        -- Message-ID, for answers
	subject   text NOT NULL DEFAULT '',
	text      text NOT NULL DEFAULT '',        -- what the sender wrote
	whole     text NOT NULL DEFAULT '',        -- with what was quoted
	refused   text NOT NULL DEFAULT '',        -- names of attachments, one a line
	PRIMARY KEY (tenant_id, letter)
);

CREATE TABLE mailroom_photos (
	tenant_id text NOT NULL,
	letter    text NOT NULL,
	n         bigint NOT NULL,
	full_ref  text NOT NULL,                   -- content-addressed file
	thumb_ref text NOT NULL,
	width     bigint NOT NULL,
	height    bigint NOT NULL,
	PRIMARY KEY (tenant_id, letter, n)
);

-- What the mailroom itself wrote back.
CREATE TABLE mailroom_replies (
	tenant_id  text NOT NULL,
	id         text NOT NULL,                  -- also its Message-ID
	letter     text NOT NULL,
	purpose    text NOT NULL CHECK (purpose IN ('received', 'too_large', 'answer')),
	lang       text NOT NULL,
	subject    text NOT NULL,
	text       text NOT NULL,
	state      text NOT NULL CHECK (state IN ('queued', 'sent', 'failed', 'not_configured', 'refused', 'kept')),
	attempts   bigint NOT NULL DEFAULT 0,
	last_error text NOT NULL DEFAULT '',
	queued_at  bigint NOT NULL,
	sent_at    bigint NOT NULL DEFAULT 0,
	PRIMARY KEY (tenant_id, id)
);
CREATE INDEX mailroom_replies_to ON mailroom_replies (tenant_id, letter, id);

-- +goose Down
DROP TABLE mailroom_replies;
DROP TABLE mailroom_photos;
DROP TABLE mailroom_words;
DROP TABLE mailroom_letters;
DROP TABLE mailroom_boxes;
