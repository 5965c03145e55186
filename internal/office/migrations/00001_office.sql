-- +goose Up
CREATE TABLE office_units (
	tenant_id text NOT NULL,
	code      text NOT NULL,
	sort      bigint NOT NULL,
	parent    text NOT NULL DEFAULT '',
	kind      text NOT NULL CHECK (kind IN ('department', 'branch', 'office', 'desk', 'agency')),
	calendar  text NOT NULL,
	name_tr   text NOT NULL DEFAULT '',
	name_fa   text NOT NULL DEFAULT '',
	name_en   text NOT NULL DEFAULT '',
	phone     text NOT NULL DEFAULT '',
	email     text NOT NULL DEFAULT '',
	gone      bigint NOT NULL DEFAULT 0,      -- 1: the city's pack names it no more
	PRIMARY KEY (tenant_id, code)
);
CREATE TABLE office_roles (
	tenant_id text NOT NULL,
	code      text NOT NULL,
	name_tr   text NOT NULL DEFAULT '',
	name_fa   text NOT NULL DEFAULT '',
	name_en   text NOT NULL DEFAULT '',
	PRIMARY KEY (tenant_id, code)
);
CREATE TABLE office_role_permissions (
	tenant_id  text NOT NULL,
	role       text NOT NULL,
	permission text NOT NULL,
	PRIMARY KEY (tenant_id, role, permission),
	FOREIGN KEY (tenant_id, role) REFERENCES office_roles (tenant_id, code)
);
CREATE TABLE office_posts (
	tenant_id  text NOT NULL,
	code       text NOT NULL,
	sort       bigint NOT NULL,
	unit       text NOT NULL,
	role       text NOT NULL,
	superior   text NOT NULL DEFAULT '',
	whole_city bigint NOT NULL DEFAULT 0,
	elected    bigint NOT NULL DEFAULT 0,     -- chosen by people: asks and verifies, gives no orders
	title_tr   text NOT NULL DEFAULT '',
	title_fa   text NOT NULL DEFAULT '',
	title_en   text NOT NULL DEFAULT '',
	gone       bigint NOT NULL DEFAULT 0,
	PRIMARY KEY (tenant_id, code)
);
CREATE TABLE office_post_areas (
	tenant_id text NOT NULL,
	post      text NOT NULL,
	area      text NOT NULL,
	kind      text NOT NULL CHECK (kind IN ('district', 'neighbourhood')),
	PRIMARY KEY (tenant_id, post, area),
	FOREIGN KEY (tenant_id, post) REFERENCES office_posts (tenant_id, code)
);
CREATE TABLE office_people (
	tenant_id         text NOT NULL,
	id                text NOT NULL,
	login             text NOT NULL,              -- folded, ASCII
	name              text NOT NULL,
	name_key          text NOT NULL,              -- hex; sorts as the city's alphabet does
	email             text NOT NULL DEFAULT '',
	phone             text NOT NULL DEFAULT '',   -- E.164
	lang              text NOT NULL DEFAULT '',   -- empty: has not chosen one
	password          text NOT NULL DEFAULT '',   -- argon2id; empty: cannot sign in with one
	password_given    bigint NOT NULL DEFAULT 0,  -- 1: somebody else chose it
	active            bigint NOT NULL DEFAULT 1,
	signed_out_before bigint NOT NULL DEFAULT 0,  -- sessions begun earlier are nobody's
	demo_role         text NOT NULL DEFAULT '',   -- in demonstrations: the role /demo offers
	demo_try          text NOT NULL DEFAULT '',   -- JSON in three languages: what to try
	PRIMARY KEY (tenant_id, id),
	UNIQUE (tenant_id, login)
);
CREATE INDEX office_people_by_name ON office_people (tenant_id, name_key, id);

-- The folded words by which somebody is found.
CREATE TABLE office_people_words (
	tenant_id text NOT NULL,
	word      text NOT NULL,
	person    text NOT NULL,
	PRIMARY KEY (tenant_id, word, person),
	FOREIGN KEY (tenant_id, person) REFERENCES office_people (tenant_id, id)
);
CREATE INDEX office_people_words_of ON office_people_words (tenant_id, person);

CREATE TABLE office_holders (
	tenant_id text NOT NULL,
	post      text NOT NULL,
	person    text NOT NULL,
	from_day  bigint NOT NULL,                -- city day
	until_day bigint NOT NULL DEFAULT 0,      -- first day on which it is over; 0: open
	deputy    bigint NOT NULL DEFAULT 0,
	PRIMARY KEY (tenant_id, post, person, from_day),
	FOREIGN KEY (tenant_id, person) REFERENCES office_people (tenant_id, id)
);
CREATE INDEX office_holders_of ON office_holders (tenant_id, person, from_day);

CREATE TABLE office_sessions (
	tenant_id text NOT NULL,
	id        text NOT NULL,                  -- SHA-256 of the token
	person    text NOT NULL,
	post      text NOT NULL DEFAULT '',       -- the one chosen; empty: the first
	made_at   bigint NOT NULL,
	seen_at   bigint NOT NULL,
	ends_at   bigint NOT NULL,
	device    text NOT NULL DEFAULT '',       -- coarse words: Firefox · Windows
	PRIMARY KEY (tenant_id, id),
	FOREIGN KEY (tenant_id, person) REFERENCES office_people (tenant_id, id)
);
CREATE INDEX office_sessions_of ON office_sessions (tenant_id, person, seen_at);

CREATE TABLE office_attempts (
	tenant_id text NOT NULL,
	who       text NOT NULL,                  -- hash of a login or an address
	failures  bigint NOT NULL,
	wait_till bigint NOT NULL,
	last_at   bigint NOT NULL,
	PRIMARY KEY (tenant_id, who)
);

-- +goose Down
DROP TABLE office_attempts;
DROP TABLE office_sessions;
DROP TABLE office_holders;
DROP TABLE office_people_words;
DROP TABLE office_people;
DROP TABLE office_post_areas;
DROP TABLE office_posts;
DROP TABLE office_role_permissions;
DROP TABLE office_roles;
DROP TABLE office_units;
