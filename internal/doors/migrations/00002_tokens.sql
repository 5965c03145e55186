-- +goose Up
-- Keys with which people let their own programs in. A token may what its person
-- may in one post, and of that only what its scopes name.
CREATE TABLE doors_tokens (
	tenant_id  text NOT NULL,
	id         text NOT NULL,                -- UUIDv7
	person     text NOT NULL,
	post       text NOT NULL,                -- the one it was made in; empty: none
	name       text NOT NULL,                -- what it is for, in the person's words
	scopes     text NOT NULL,                -- words: read open work contact
	hash       text NOT NULL,                -- SHA-256 of a token nobody can guess
	ending     text NOT NULL,                -- its last letters
	made_at    bigint NOT NULL,
	ends_at    bigint NOT NULL,
	used_at    bigint NOT NULL DEFAULT 0,    -- to five minutes; 0: never
	revoked_at bigint NOT NULL DEFAULT 0,
	PRIMARY KEY (tenant_id, id),
	UNIQUE (tenant_id, hash)
);
CREATE INDEX doors_tokens_of ON doors_tokens (tenant_id, person, id);

-- +goose Down
DROP TABLE doors_tokens;
