-- +goose Up
-- A word that is taken out of the search leaves no trace in its index: a person
-- who is forgotten is forgotten there too.
INSERT INTO requests_words (requests_words, rank) VALUES ('secure-delete', 1);

-- +goose Down
INSERT INTO requests_words (requests_words, rank) VALUES ('secure-delete', 0);
