-- +goose Up
-- Whom the ladder has told, rung by rung, that something is still owed.
CREATE TABLE promises_told (
	tenant_id text NOT NULL,
	promise   text NOT NULL,
	level     bigint NOT NULL,              -- 1: the post above the one that answers for it
	post      text NOT NULL,
	at        bigint NOT NULL,
	owed      bigint NOT NULL DEFAULT 1,    -- 0 once the promise has ended
	PRIMARY KEY (tenant_id, promise, level)
);
CREATE INDEX promises_told_post ON promises_told (tenant_id, post, at, promise) WHERE owed = 1;

-- +goose Down
DROP TABLE promises_told;
