-- +goose Up
-- What was learned last from closed requests. A row without a model tells that
-- there were too few.
CREATE TABLE routing_models (
	tenant_id  text NOT NULL,
	asked_at   bigint NOT NULL DEFAULT 0,  -- when somebody last wanted it learned anew
	learned_at bigint NOT NULL DEFAULT 0,  -- also its version: other nodes see by it that there is a new one
	cases      bigint NOT NULL DEFAULT 0,  -- closed requests that could be learned from
	report     text NOT NULL DEFAULT '',   -- JSON of what the examination found
	model      bytea NOT NULL,             -- a file of package suggest
	PRIMARY KEY (tenant_id)
);

-- +goose Down
DROP TABLE routing_models;
