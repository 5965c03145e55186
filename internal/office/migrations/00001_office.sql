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
	PRIMARY KEY (tenant_id, code)
);
CREATE TABLE office_roles (
	tenant_id   text NOT NULL,
	code        text NOT NULL,
	name_tr     text NOT NULL DEFAULT '',
	name_fa     text NOT NULL DEFAULT '',
	name_en     text NOT NULL DEFAULT '',
	permissions text NOT NULL,                 -- words apart by spaces
	PRIMARY KEY (tenant_id, code)
);
CREATE TABLE office_posts (
	tenant_id  text NOT NULL,
	code       text NOT NULL,
	sort       bigint NOT NULL,
	unit       text NOT NULL,
	role       text NOT NULL,
	superior   text NOT NULL DEFAULT '',
	whole_city bigint NOT NULL DEFAULT 0,
	title_tr   text NOT NULL DEFAULT '',
	title_fa   text NOT NULL DEFAULT '',
	title_en   text NOT NULL DEFAULT '',
	PRIMARY KEY (tenant_id, code)
);
CREATE TABLE office_post_areas (
	tenant_id text NOT NULL,
	post      text NOT NULL,
	area      text NOT NULL,
	kind      text NOT NULL CHECK (kind IN ('district', 'neighbourhood')),
	PRIMARY KEY (tenant_id, post, area)
);
CREATE TABLE office_people (
	tenant_id text NOT NULL,
	id        text NOT NULL,
	login     text NOT NULL,
	name      text NOT NULL,
	password  text NOT NULL DEFAULT '',       -- argon2id; empty: cannot sign in with one
	active    bigint NOT NULL DEFAULT 1,
	demo_role text NOT NULL DEFAULT '',       -- in demonstrations: the role /demo offers
	demo_try  text NOT NULL DEFAULT '',       -- JSON in three languages: what to try
	PRIMARY KEY (tenant_id, id),
	UNIQUE (tenant_id, login)
);
CREATE TABLE office_holders (
	tenant_id text NOT NULL,
	post      text NOT NULL,
	person    text NOT NULL,
	from_day  bigint NOT NULL,                -- city day
	until_day bigint NOT NULL DEFAULT 0,      -- first day on which it is over; 0: open
	deputy    bigint NOT NULL DEFAULT 0,
	PRIMARY KEY (tenant_id, post, person, from_day)
);
CREATE INDEX office_holders_of ON office_holders (tenant_id, person, from_day);
CREATE TABLE office_sessions (
	tenant_id text NOT NULL,
	id        text NOT NULL,                  -- SHA-256 of the token
	person    text NOT NULL,
	post      text NOT NULL DEFAULT '',
	made_at   bigint NOT NULL,
	seen_at   bigint NOT NULL,
	ends_at   bigint NOT NULL,
	device    text NOT NULL DEFAULT '',
	PRIMARY KEY (tenant_id, id)
);
CREATE INDEX office_sessions_of ON office_sessions (tenant_id, person, made_at);
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
DROP TABLE office_people;
DROP TABLE office_post_areas;
DROP TABLE office_posts;
DROP TABLE office_roles;
DROP TABLE office_units;
