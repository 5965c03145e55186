-- +goose Up
CREATE TABLE once_answers (
	tenant_id text NOT NULL,
	key       text NOT NULL,       -- hash of door and client key
	answer    text NOT NULL,
	at        bigint NOT NULL,
	PRIMARY KEY (tenant_id, key)
);
CREATE INDEX once_old ON once_answers (tenant_id, at);

-- +goose Down
DROP TABLE once_answers;
