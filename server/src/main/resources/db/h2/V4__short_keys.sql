-- Long names in index after index made most of what a write had to put to disk. From here on the tables beside the
-- resources know a name by the first 16 octets of its SHA-256, and a reference knows its holder by a number that grows,
-- so that new rows stand together.

CREATE TABLE resource_numbered (
  id       BIGINT PRIMARY KEY,
  kind     VARCHAR(32) NOT NULL,
  name_key VARCHAR(1024) NOT NULL,
  due_at   BIGINT,
  body     VARCHAR(1048576) NOT NULL
);
INSERT INTO resource_numbered (id, kind, name_key, due_at, body)
SELECT ROW_NUMBER() OVER (ORDER BY name_key), kind, name_key, due_at, body FROM resource;
DROP TABLE resource;
ALTER TABLE resource_numbered RENAME TO resource;
CREATE UNIQUE INDEX resource_by_name ON resource (kind, name_key);
CREATE INDEX resource_by_due ON resource (kind, due_at);

CREATE TABLE reference_short (
  holder      BIGINT NOT NULL,
  role        VARCHAR(32) NOT NULL,
  target      UUID NOT NULL,
  holder_kind VARCHAR(32) NOT NULL,
  blocking    BOOLEAN NOT NULL,
  PRIMARY KEY (holder, role, target)
);
INSERT INTO reference_short (holder, role, target, holder_kind, blocking)
SELECT r.id, f.role, CAST(SUBSTRING(HASH('SHA-256', STRINGTOUTF8(f.target_key)), 1, 16) AS UUID), f.holder_kind, f.blocking
FROM reference f JOIN resource r ON r.kind = f.holder_kind AND r.name_key = f.holder_key;
DROP TABLE reference;
ALTER TABLE reference_short RENAME TO reference;
CREATE INDEX reference_by_target ON reference (target, holder_kind, role, holder);

CREATE TABLE free_range_short (
  subnet   UUID NOT NULL,
  family   SMALLINT NOT NULL,
  first_ip VARCHAR(32) NOT NULL,
  last_ip  VARCHAR(32) NOT NULL,
  PRIMARY KEY (subnet, family, first_ip)
);
INSERT INTO free_range_short (subnet, family, first_ip, last_ip)
SELECT CAST(SUBSTRING(HASH('SHA-256', STRINGTOUTF8(subnet_key)), 1, 16) AS UUID), family, first_ip, last_ip FROM free_range;
DROP TABLE free_range;
ALTER TABLE free_range_short RENAME TO free_range;

CREATE TABLE address_short (
  subnet     UUID NOT NULL,
  ip         VARCHAR(32) NOT NULL,
  owner_name VARCHAR(1024) NOT NULL,
  rest_until BIGINT,
  PRIMARY KEY (subnet, ip)
);
INSERT INTO address_short (subnet, ip, owner_name, rest_until)
SELECT CAST(SUBSTRING(HASH('SHA-256', STRINGTOUTF8(subnet_key)), 1, 16) AS UUID), ip, owner_name, rest_until FROM address;
DROP TABLE address;
ALTER TABLE address_short RENAME TO address;
CREATE INDEX address_resting ON address (subnet, rest_until);

CREATE TABLE address_usage_short (
  subnet      UUID NOT NULL,
  family      SMALLINT NOT NULL,
  held        BIGINT NOT NULL,
  quarantined BIGINT NOT NULL,
  PRIMARY KEY (subnet, family)
);
INSERT INTO address_usage_short (subnet, family, held, quarantined)
SELECT CAST(SUBSTRING(HASH('SHA-256', STRINGTOUTF8(subnet_key)), 1, 16) AS UUID), family, held, quarantined FROM address_usage;
DROP TABLE address_usage;
ALTER TABLE address_usage_short RENAME TO address_usage;

CREATE TABLE journal_short (
  owner    UUID NOT NULL,
  revision BIGINT NOT NULL,
  position INT NOT NULL,
  body     VARCHAR(65536) NOT NULL,
  PRIMARY KEY (owner, revision, position)
);
INSERT INTO journal_short (owner, revision, position, body)
SELECT CAST(SUBSTRING(HASH('SHA-256', STRINGTOUTF8(owner_key)), 1, 16) AS UUID), revision, position, body FROM journal;
DROP TABLE journal;
ALTER TABLE journal_short RENAME TO journal;
