-- +goose Up
CREATE TABLE places_areas (
	tenant_id   text NOT NULL,
	code        text NOT NULL,               -- the city's own
	kind        text NOT NULL CHECK (kind IN ('district', 'neighbourhood')),
	parent      text NOT NULL DEFAULT '',    -- district of a neighbourhood
	name_tr     text NOT NULL DEFAULT '',
	name_fa     text NOT NULL DEFAULT '',
	name_en     text NOT NULL DEFAULT '',
	official_no text NOT NULL DEFAULT '',
	postcode    text NOT NULL DEFAULT '',
	population  bigint NOT NULL DEFAULT 0,   -- 0: not known
	hectares    bigint NOT NULL DEFAULT 0,   -- 0: not known
	lat         bigint NOT NULL DEFAULT 0,
	lon         bigint NOT NULL DEFAULT 0,
	valid_from  bigint NOT NULL DEFAULT 0,   -- city day; 0: always
	valid_until bigint NOT NULL DEFAULT 0,   -- first day on which it is no more; 0: still there
	PRIMARY KEY (tenant_id, code)
);
CREATE INDEX places_areas_of ON places_areas (tenant_id, parent, code);

CREATE TABLE places_outlines (
	tenant_id text NOT NULL,
	area      text NOT NULL,
	shape     text NOT NULL,                 -- JSON: polygons of rings of [lon, lat]
	PRIMARY KEY (tenant_id, area)
);

-- +goose Down
DROP TABLE places_outlines;
DROP TABLE places_areas;
