-- +goose Up
-- Every rule there ever was, under its number for good: requests name the rule
-- that led them to a unit. A rule that is changed is a new rule.
ALTER TABLE routing_rules RENAME TO routing_rules_before;
CREATE TABLE routing_rules (
	tenant_id text NOT NULL,
	id        bigint NOT NULL,
	body      text NOT NULL,       -- JSON: what it asks, its unit and why
	PRIMARY KEY (tenant_id, id)
);
-- Which rules decide, in which order, from a moment on.
CREATE TABLE routing_rule_versions (
	tenant_id text NOT NULL,
	version   bigint NOT NULL,
	rules     text NOT NULL,       -- JSON: the numbers of the rules, from the top
	lists     text NOT NULL,       -- JSON: places under one name
	person    text NOT NULL,       -- who published it; empty: it came with the city's pack
	at        bigint NOT NULL,
	PRIMARY KEY (tenant_id, version)
);
-- What decided until now goes on deciding: each line of the city's file for each
-- district, from 1000 on, and under the line's own number what old requests name.
INSERT INTO routing_rules (tenant_id, id, body)
	SELECT tenant_id, 1000 + sort, '{"subject":"' || subject || '"'
		|| CASE WHEN district = '*' THEN '' ELSE ',"places":["' || district || '"]' END
		|| CASE WHEN street = '*' THEN '' ELSE ',"street":"' || street || '"' END
		|| ',"unit":"' || unit || '","why":' || why || '}' FROM routing_rules_before
	UNION ALL
	SELECT tenant_id, line, '{"subject":"' || subject || '","unit":"' || unit || '","why":' || why || '}' FROM routing_rules_before b
		WHERE sort = (SELECT min(sort) FROM routing_rules_before f WHERE f.tenant_id = b.tenant_id AND f.line = b.line);
INSERT INTO routing_rule_versions (tenant_id, version, rules, lists, person, at)
	SELECT tenant_id, 1, '[' || string_agg(CAST(1000 + sort AS text), ',' ORDER BY sort) || ']', '[]', '', 0
		FROM routing_rules_before GROUP BY tenant_id;
DROP TABLE routing_rules_before;
-- What somebody is changing.
CREATE TABLE routing_rule_drafts (
	tenant_id text NOT NULL,
	revision  bigint NOT NULL,
	based_on  bigint NOT NULL,     -- the version it began from
	body      text NOT NULL,       -- JSON: rules and lists
	before    text NOT NULL,       -- JSON: what it was before each change, the newest last
	looked    bigint NOT NULL,     -- the revision whose simulation somebody looked at
	person    text NOT NULL,
	at        bigint NOT NULL,
	PRIMARY KEY (tenant_id)
);
-- Rules that are passed over, because nobody in their unit takes requests.
CREATE TABLE routing_dead_rules (
	tenant_id text NOT NULL,
	rule      bigint NOT NULL,
	unit      text NOT NULL,
	state     text NOT NULL,       -- closed, no_post, vacated
	since     bigint NOT NULL,
	PRIMARY KEY (tenant_id, rule, unit)
);

-- +goose Down
DROP TABLE routing_dead_rules;
DROP TABLE routing_rule_drafts;
DROP TABLE routing_rule_versions;
DROP TABLE routing_rules;
CREATE TABLE routing_rules (
	tenant_id text NOT NULL,
	sort      bigint NOT NULL,
	line      bigint NOT NULL,
	subject   text NOT NULL,
	district  text NOT NULL,
	street    text NOT NULL,
	unit      text NOT NULL,
	why       text NOT NULL,
	PRIMARY KEY (tenant_id, sort)
);
