-- +goose Up
CREATE TABLE requests_requests (
	tenant_id     text NOT NULL,
	id            text NOT NULL,
	number        text NOT NULL,                -- MNS-26-004821-K
	kind          text NOT NULL,
	subject       text NOT NULL,
	status        text NOT NULL CHECK (status IN ('new', 'offered', 'working', 'asked', 'forwarded', 'done', 'reopen_requested', 'closed')),
	open          bigint NOT NULL CHECK (open IN (0, 1)),
	unit          text NOT NULL CHECK (unit <> ''),
	department    text NOT NULL,
	offered_from  text NOT NULL DEFAULT '',     -- unit that handed it over, until accepted
	returns       bigint NOT NULL DEFAULT 0,    -- how often it was returned as "not ours"
	person        text NOT NULL DEFAULT '',     -- who in the unit is on it
	district      text NOT NULL DEFAULT '',
	neighbourhood text NOT NULL DEFAULT '',
	lat           bigint NOT NULL DEFAULT 0,    -- millionths of a degree; 0, 0: not known
	lon           bigint NOT NULL DEFAULT 0,
	cell          bigint NOT NULL DEFAULT 0,    -- grid cell of the point
	place_words   text NOT NULL DEFAULT '',
	description   text NOT NULL DEFAULT '',
	lang          text NOT NULL,
	channel       text NOT NULL,                -- web phone desk headman mail import
	taken_by      text NOT NULL DEFAULT '',     -- the clerk who wrote it down
	rule          bigint NOT NULL DEFAULT 0,    -- line of the owner rule that led to the unit
	public        bigint NOT NULL DEFAULT 0,    -- may be shown on the public map
	hidden        bigint NOT NULL DEFAULT 0,    -- the sender's identity is hidden from the unit
	confidential  bigint NOT NULL DEFAULT 0,    -- only the named unit sees text, photo and place
	opened_at     bigint NOT NULL,
	due_at        bigint NOT NULL DEFAULT 0,    -- of the promise that decides; 0 when nothing is owed
	late          bigint NOT NULL DEFAULT 0,
	reopened      bigint NOT NULL DEFAULT 0,    -- how often
	people        bigint NOT NULL DEFAULT 1,    -- who has this problem
	photos        bigint NOT NULL DEFAULT 0,
	done_at       bigint NOT NULL DEFAULT 0,
	confirm_until bigint NOT NULL DEFAULT 0,    -- how long the resident may say yes or no; 0: not asked
	closed_at     bigint NOT NULL DEFAULT 0,
	outcome       text NOT NULL DEFAULT '' CHECK (outcome IN ('', 'fixed', 'answered', 'refused', 'forwarded', 'duplicate')),
	confirmed     text NOT NULL DEFAULT '' CHECK (confirmed IN ('', 'yes', 'no', 'none')),
	face          text NOT NULL DEFAULT '' CHECK (face IN ('', 'happy', 'sad', 'angry', 'surprised')),
	secret        text NOT NULL DEFAULT '',     -- hash of the resident's own link
	external      text NOT NULL DEFAULT '',     -- its name in the system it came from
	PRIMARY KEY (tenant_id, id),
	UNIQUE (tenant_id, number)
);
CREATE UNIQUE INDEX requests_external ON requests_requests (tenant_id, external) WHERE external <> '';
-- Lists: what is open by due time, and everything by age.
CREATE INDEX requests_open ON requests_requests (tenant_id, due_at, id) WHERE open = 1;
CREATE INDEX requests_open_unit ON requests_requests (tenant_id, unit, due_at, id) WHERE open = 1;
CREATE INDEX requests_open_department ON requests_requests (tenant_id, department, due_at, id) WHERE open = 1;
CREATE INDEX requests_open_district ON requests_requests (tenant_id, district, due_at, id) WHERE open = 1;
CREATE INDEX requests_newest ON requests_requests (tenant_id, opened_at, id);
CREATE INDEX requests_district ON requests_requests (tenant_id, district, status, opened_at, id);
CREATE INDEX requests_unit ON requests_requests (tenant_id, unit, status, opened_at, id);
CREATE INDEX requests_neighbourhood ON requests_requests (tenant_id, neighbourhood, opened_at, id) WHERE neighbourhood <> '';
-- Those who wait for the resident's yes or no.
CREATE INDEX requests_unconfirmed ON requests_requests (tenant_id, confirm_until, id) WHERE status = 'done';
-- Pins are read from this index alone and never from the table.
CREATE INDEX requests_pins ON requests_requests (tenant_id, open, cell, lat, lon, status, subject, number)
	WHERE public = 1 AND cell <> 0;

-- Who asked. Its own row, so that a person can be forgotten and the case stays.
CREATE TABLE requests_contacts (
	tenant_id text NOT NULL,
	request   text NOT NULL,
	name      text NOT NULL DEFAULT '',
	email     text NOT NULL DEFAULT '',
	phone     text NOT NULL DEFAULT '',         -- E.164
	lang      text NOT NULL,
	at        bigint NOT NULL,
	PRIMARY KEY (tenant_id, request)
);
CREATE INDEX requests_contacts_phone ON requests_contacts (tenant_id, phone, at) WHERE phone <> '';
CREATE INDEX requests_contacts_email ON requests_contacts (tenant_id, email, at) WHERE email <> '';

-- Who else has the problem.
CREATE TABLE requests_joins (
	tenant_id text NOT NULL,
	request   text NOT NULL,
	id        text NOT NULL,
	email     text NOT NULL DEFAULT '',
	lang      text NOT NULL,
	visitor   text NOT NULL DEFAULT '',         -- hash of the browser's own cookie: joining twice counts once
	at        bigint NOT NULL,
	PRIMARY KEY (tenant_id, request, id)
);
CREATE UNIQUE INDEX requests_joins_once ON requests_joins (tenant_id, request, visitor) WHERE visitor <> '';

-- What was said about it, by residents and by the city.
CREATE TABLE requests_messages (
	tenant_id text NOT NULL,
	id        text NOT NULL,
	request   text NOT NULL,
	kind      text NOT NULL CHECK (kind IN ('note', 'reply', 'interim', 'question', 'answer', 'finish', 'handover', 'return', 'objection', 'refusal', 'praise')),
	text      text NOT NULL,
	lang      text NOT NULL,
	person    text NOT NULL DEFAULT '',
	post      text NOT NULL DEFAULT '',
	at        bigint NOT NULL,
	PRIMARY KEY (tenant_id, id)
);
CREATE INDEX requests_messages_of ON requests_messages (tenant_id, request, id);

CREATE TABLE requests_photos (
	tenant_id text NOT NULL,
	id        text NOT NULL,
	request   text NOT NULL,
	message   text NOT NULL DEFAULT '',
	kind      text NOT NULL CHECK (kind IN ('report', 'evidence', 'answer')),
	full_ref  text NOT NULL,                    -- content-addressed file
	thumb_ref text NOT NULL,
	width     bigint NOT NULL,
	height    bigint NOT NULL,
	at        bigint NOT NULL,
	PRIMARY KEY (tenant_id, id)
);
CREATE INDEX requests_photos_of ON requests_photos (tenant_id, request, id);

-- Filters somebody keeps for tomorrow.
CREATE TABLE requests_filters (
	tenant_id text NOT NULL,
	person    text NOT NULL,
	id        text NOT NULL,
	name      text NOT NULL,
	query     text NOT NULL,
	PRIMARY KEY (tenant_id, person, id)
);

-- What other capabilities may read. The tables above are private.
CREATE VIEW pub_requests AS
	SELECT tenant_id, id, number, kind, subject, status, open, unit, department, district, neighbourhood, lat, lon,
		channel, opened_at, due_at, late, reopened, people, done_at, closed_at, outcome, confirmed, face, public
	FROM requests_requests;

-- +goose Down
DROP VIEW pub_requests;
DROP TABLE requests_filters;
DROP TABLE requests_photos;
DROP TABLE requests_messages;
DROP TABLE requests_joins;
DROP TABLE requests_contacts;
DROP TABLE requests_requests;
