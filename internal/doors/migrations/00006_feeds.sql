-- +goose Up
-- Who subscribed to what they owe. The link itself is made by the city's signet:
-- a new edition makes the links before it worthless.
CREATE TABLE doors_feeds (
	tenant_id text NOT NULL,
	person    text NOT NULL,
	edition   bigint NOT NULL,
	open      bigint NOT NULL CHECK (open IN (0, 1)),
	made_at   bigint NOT NULL,
	PRIMARY KEY (tenant_id, person)
);

-- +goose Down
DROP TABLE doors_feeds;
