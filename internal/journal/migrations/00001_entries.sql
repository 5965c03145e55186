-- +goose Up
CREATE TABLE journal_entries (
	tenant_id     text NOT NULL,
	id            text NOT NULL,                 -- UUIDv7: sorts by time
	at            bigint NOT NULL,               -- UTC microseconds
	actor_kind    text NOT NULL CHECK (actor_kind IN ('resident', 'staff', 'system')),
	actor_person  text NOT NULL DEFAULT '',      -- an ID; the name is in the person's own row
	actor_post    text NOT NULL DEFAULT '',
	cause         text NOT NULL DEFAULT '',      -- the entry that led to this one
	kind          text NOT NULL,
	subject_kind  text NOT NULL,
	subject_id    text NOT NULL,
	district      text NOT NULL DEFAULT '',
	neighbourhood text NOT NULL DEFAULT '',
	body          text NOT NULL,                 -- canonical JSON of the event
	PRIMARY KEY (tenant_id, id)
);
CREATE INDEX journal_of ON journal_entries (tenant_id, subject_id, id);

-- +goose Down
DROP TABLE journal_entries;
