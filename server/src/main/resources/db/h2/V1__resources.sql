-- Every resource is one row, its content a JSON document; what must be found by value has a table of its own.

CREATE TABLE counter (
  name  VARCHAR(32) PRIMARY KEY,
  amount BIGINT NOT NULL
);
INSERT INTO counter (name, amount) VALUES ('revision', 0);
INSERT INTO counter (name, amount) VALUES ('compacted', 0);

CREATE TABLE resource (
  name_key VARCHAR(1024) PRIMARY KEY,
  kind     VARCHAR(32) NOT NULL,
  due_at   BIGINT,
  body     VARCHAR(1048576) NOT NULL
);
CREATE INDEX resource_by_kind ON resource (kind, name_key);
CREATE INDEX resource_by_due ON resource (kind, due_at);

CREATE TABLE reference (
  holder_key  VARCHAR(1024) NOT NULL,
  role        VARCHAR(32) NOT NULL,
  target_key  VARCHAR(1024) NOT NULL,
  holder_kind VARCHAR(32) NOT NULL,
  holder_name VARCHAR(1024) NOT NULL,
  blocking    BOOLEAN NOT NULL,
  PRIMARY KEY (holder_key, role, target_key)
);
CREATE INDEX reference_by_target ON reference (target_key, holder_kind, role, holder_key);

CREATE TABLE held_value (
  space       VARCHAR(32) NOT NULL,
  content     VARCHAR(1024) NOT NULL,
  holder_name VARCHAR(1024) NOT NULL,
  PRIMARY KEY (space, content)
);

CREATE TABLE tally (
  sort       VARCHAR(64) NOT NULL,
  within_key VARCHAR(1024) NOT NULL,
  total      BIGINT NOT NULL,
  PRIMARY KEY (sort, within_key)
);

-- Addresses are 8 (IPv4) or 32 (IPv6) hexadecimal digits, so that their order is the order of the numbers.
CREATE TABLE free_range (
  subnet_key VARCHAR(1024) NOT NULL,
  family     SMALLINT NOT NULL,
  first_ip   VARCHAR(32) NOT NULL,
  last_ip    VARCHAR(32) NOT NULL,
  PRIMARY KEY (subnet_key, family, first_ip)
);

CREATE TABLE address (
  subnet_key VARCHAR(1024) NOT NULL,
  ip         VARCHAR(32) NOT NULL,
  owner_name VARCHAR(1024) NOT NULL,
  rest_until BIGINT,
  PRIMARY KEY (subnet_key, ip)
);
CREATE INDEX address_resting ON address (subnet_key, rest_until);

CREATE TABLE address_usage (
  subnet_key  VARCHAR(1024) PRIMARY KEY,
  held        BIGINT NOT NULL,
  quarantined BIGINT NOT NULL
);

CREATE TABLE journal (
  owner_key VARCHAR(1024) NOT NULL,
  revision  BIGINT NOT NULL,
  position  INT NOT NULL,
  body      VARCHAR(65536) NOT NULL,
  PRIMARY KEY (owner_key, revision, position)
);

CREATE TABLE change (
  revision  BIGINT NOT NULL,
  position  INT NOT NULL,
  operation VARCHAR(8) NOT NULL,
  kind      VARCHAR(32) NOT NULL,
  body      VARCHAR(1048576) NOT NULL,
  earlier   VARCHAR(1048576),
  tenant    VARCHAR(64),
  actor     VARCHAR(256) NOT NULL,
  reason    VARCHAR(1024) NOT NULL,
  made_at   BIGINT NOT NULL,
  PRIMARY KEY (revision, position)
);

CREATE TABLE remembered (
  caller      VARCHAR(256) NOT NULL,
  request_id  VARCHAR(128) NOT NULL,
  fingerprint VARCHAR(64) NOT NULL,
  response    VARBINARY(4194304) NOT NULL,
  expires_at  BIGINT NOT NULL,
  PRIMARY KEY (caller, request_id)
);
CREATE INDEX remembered_by_expiry ON remembered (expires_at);
