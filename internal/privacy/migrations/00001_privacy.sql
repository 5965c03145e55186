-- +goose Up
-- Who was forgotten, by marks under the city's seal: nobody can read a person out
-- of them, and the same person is known again.
CREATE TABLE privacy_matters (
	tenant_id  text NOT NULL,
	id         text NOT NULL,                -- UUIDv7
	email_mark text NOT NULL DEFAULT '',
	phone_mark text NOT NULL DEFAULT '',
	at         bigint NOT NULL,              -- what came later is not meant
	number     text NOT NULL DEFAULT '',     -- of the request by which the person asked
	proof      text NOT NULL,                -- how it was made sure who asks
	choices    text NOT NULL,                -- JSON: request → what became of it, where it was not all
	erased     bigint NOT NULL,              -- requests and letters
	kept       bigint NOT NULL,              -- requests
	person     text NOT NULL DEFAULT '',     -- who did it
	PRIMARY KEY (tenant_id, id)
);

-- Requests that go on saying who asked, and why.
CREATE TABLE privacy_kept (
	tenant_id text NOT NULL,
	request   text NOT NULL,
	number    text NOT NULL,
	reason    text NOT NULL,
	at        bigint NOT NULL,
	PRIMARY KEY (tenant_id, request)
);

-- +goose Down
DROP TABLE privacy_kept;
DROP TABLE privacy_matters;
