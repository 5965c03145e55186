-- +goose Up
-- Words in a report that cannot wait.
CREATE TABLE routing_alarms (
	tenant_id text NOT NULL,
	code      text NOT NULL,
	sort      bigint NOT NULL,
	body      text NOT NULL,       -- JSON: name, words
	PRIMARY KEY (tenant_id, code)
);

-- +goose Down
DROP TABLE routing_alarms;
