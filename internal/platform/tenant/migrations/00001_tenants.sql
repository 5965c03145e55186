-- +goose Up
-- One row a municipality. Small, and on a sharded database a reference table.
CREATE TABLE tenant_tenants (
	tenant_id text NOT NULL,
	settings  text NOT NULL,            -- JSON of tenant.City
	changed   bigint NOT NULL,
	PRIMARY KEY (tenant_id)
);

-- The directory: which host name belongs to whom.
CREATE TABLE tenant_hosts (
	host      text NOT NULL,
	tenant_id text NOT NULL,
	PRIMARY KEY (host)
);
CREATE INDEX tenant_hosts_of ON tenant_hosts (tenant_id);

-- Human numbers come from a counter row of the tenant.
CREATE TABLE tenant_counters (
	tenant_id text NOT NULL,
	name      text NOT NULL,            -- "requests:26"
	last      bigint NOT NULL,
	PRIMARY KEY (tenant_id, name)
);

-- +goose Down
DROP TABLE tenant_counters;
DROP TABLE tenant_hosts;
DROP TABLE tenant_tenants;
