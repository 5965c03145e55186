-- +goose Up
-- Words are folded in Go before they come here, on both engines alike; the
-- tokenizer only has to cut at spaces. The first words of every row name its
-- tenant and district, so that a search never leaves them.
CREATE VIRTUAL TABLE requests_words USING fts5(tenant_id UNINDEXED, request UNINDEXED, words,
	tokenize = 'unicode61 remove_diacritics 0', detail = 'none', columnsize = 0);

-- +goose Down
DROP TABLE requests_words;
