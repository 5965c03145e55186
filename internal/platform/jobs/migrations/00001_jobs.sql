-- +goose Up
CREATE TABLE jobs_jobs (
	tenant_id    text NOT NULL,
	id           text NOT NULL,
	kind         text NOT NULL,
	key          text NOT NULL,              -- same kind and key: same job
	payload      text NOT NULL,              -- JSON
	state        text NOT NULL CHECK (state IN ('ready', 'done', 'dead')),
	run_at       bigint NOT NULL,            -- not before
	attempts     bigint NOT NULL DEFAULT 0,
	leased_until bigint NOT NULL DEFAULT 0,
	last_error   text NOT NULL DEFAULT '',
	ended_at     bigint NOT NULL DEFAULT 0,
	PRIMARY KEY (tenant_id, id),
	UNIQUE (tenant_id, kind, key)
);
CREATE INDEX jobs_due ON jobs_jobs (tenant_id, run_at, id) WHERE state = 'ready';
CREATE INDEX jobs_ended ON jobs_jobs (tenant_id, state, ended_at) WHERE state <> 'ready';

-- +goose Down
DROP TABLE jobs_jobs;
