-- +goose Up
CREATE TABLE routing_groups (
	tenant_id text NOT NULL,
	code      text NOT NULL,
	sort      bigint NOT NULL,
	body      text NOT NULL,       -- JSON: name, icon
	PRIMARY KEY (tenant_id, code)
);
CREATE TABLE routing_subjects (
	tenant_id text NOT NULL,
	code      text NOT NULL,
	sort      bigint NOT NULL,
	body      text NOT NULL,       -- JSON: group, name, words, kind, target, flags
	PRIMARY KEY (tenant_id, code)
);
CREATE TABLE routing_kinds (
	tenant_id text NOT NULL,
	code      text NOT NULL,
	sort      bigint NOT NULL,
	body      text NOT NULL,       -- JSON: name, answer, mark, basis, identity
	PRIMARY KEY (tenant_id, code)
);
CREATE TABLE routing_rules (
	tenant_id text NOT NULL,
	sort      bigint NOT NULL,     -- the first that fits decides
	line      bigint NOT NULL,     -- where it stands in the city's file
	subject   text NOT NULL,
	district  text NOT NULL,
	street    text NOT NULL,
	unit      text NOT NULL,
	why       text NOT NULL,       -- JSON in three languages
	PRIMARY KEY (tenant_id, sort)
);
CREATE TABLE routing_templates (
	tenant_id text NOT NULL,
	code      text NOT NULL,
	sort      bigint NOT NULL,
	body      text NOT NULL,       -- JSON: about, for, title, text
	PRIMARY KEY (tenant_id, code)
);

-- +goose Down
DROP TABLE routing_templates;
DROP TABLE routing_rules;
DROP TABLE routing_kinds;
DROP TABLE routing_subjects;
DROP TABLE routing_groups;
