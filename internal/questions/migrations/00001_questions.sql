-- +goose Up
-- A version is written once and never changed.
CREATE TABLE questions_versions (
	tenant_id text NOT NULL,
	subject   text NOT NULL,
	version   bigint NOT NULL,
	body      text NOT NULL,              -- JSON: the questions in their order
	person    text NOT NULL,              -- who published it; empty: the city's pack
	at        bigint NOT NULL,            -- UTC microseconds
	PRIMARY KEY (tenant_id, subject, version)
);
CREATE TABLE questions_drafts (
	tenant_id text NOT NULL,
	subject   text NOT NULL,
	revision  bigint NOT NULL,            -- so that two people do not undo each other's work
	body      text NOT NULL,              -- JSON: the questions in their order
	before    text NOT NULL,              -- JSON: what stood there before, the newest last
	person    text NOT NULL,
	at        bigint NOT NULL,
	PRIMARY KEY (tenant_id, subject)
);
CREATE TABLE questions_answers (
	tenant_id text NOT NULL,
	request   text NOT NULL,
	sort      bigint NOT NULL,
	subject   text NOT NULL,
	version   bigint NOT NULL,            -- which may be gone: nothing hangs on it
	question  text NOT NULL,
	kind      text NOT NULL,
	value     text NOT NULL,              -- canonical; empty once erased
	words     text NOT NULL,              -- JSON: label, options and unit as they were asked
	personal  bigint NOT NULL,            -- 1: says something about a person
	erased_at bigint NOT NULL DEFAULT 0,
	PRIMARY KEY (tenant_id, request, sort)
);

-- +goose Down
DROP TABLE questions_answers;
DROP TABLE questions_drafts;
DROP TABLE questions_versions;
