-- +goose Up
-- Words are folded in Go before they come here, on both engines alike. The first
-- words of every row name its tenant and district.
CREATE TABLE requests_words (
	tenant_id text NOT NULL,
	request   text NOT NULL,
	words     text NOT NULL,
	PRIMARY KEY (tenant_id, request)
);
CREATE INDEX requests_words_any ON requests_words USING gin (to_tsvector('simple', words));

-- +goose Down
DROP TABLE requests_words;
