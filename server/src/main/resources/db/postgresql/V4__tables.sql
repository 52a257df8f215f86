-- The tables as version 4 has them in H2; what they are for stands there. Text is compared by its octets, as everywhere else.

CREATE TABLE counter (
  name   VARCHAR(32) COLLATE "C" PRIMARY KEY,
  amount BIGINT NOT NULL
);
INSERT INTO counter (name, amount) VALUES ('revision', 0);
INSERT INTO counter (name, amount) VALUES ('compacted', 0);

CREATE TABLE resource (
  id       BIGINT PRIMARY KEY,
  kind     VARCHAR(32) COLLATE "C" NOT NULL,
  name_key VARCHAR(1024) COLLATE "C" NOT NULL,
  due_at   BIGINT,
  body     TEXT NOT NULL
);
CREATE UNIQUE INDEX resource_by_name ON resource (kind, name_key);
CREATE INDEX resource_by_due ON resource (kind, due_at) WHERE due_at IS NOT NULL;

CREATE TABLE reference (
  holder      BIGINT NOT NULL,
  role        VARCHAR(32) COLLATE "C" NOT NULL,
  target      UUID NOT NULL,
  holder_kind VARCHAR(32) COLLATE "C" NOT NULL,
  blocking    BOOLEAN NOT NULL,
  PRIMARY KEY (holder, role, target)
);
CREATE INDEX reference_by_target ON reference (target, holder_kind, role, holder);

CREATE TABLE held_value (
  space       VARCHAR(32) COLLATE "C" NOT NULL,
  content     VARCHAR(1024) COLLATE "C" NOT NULL,
  holder_name VARCHAR(1024) NOT NULL,
  PRIMARY KEY (space, content)
);

CREATE TABLE resting_value (
  space      VARCHAR(32) COLLATE "C" NOT NULL,
  content    VARCHAR(1024) COLLATE "C" NOT NULL,
  rest_until BIGINT NOT NULL,
  PRIMARY KEY (space, content)
);
CREATE INDEX resting_value_by_end ON resting_value (rest_until);

CREATE TABLE tally (
  sort       VARCHAR(64) COLLATE "C" NOT NULL,
  within_key VARCHAR(1024) COLLATE "C" NOT NULL,
  total      BIGINT NOT NULL,
  PRIMARY KEY (sort, within_key)
);

CREATE TABLE free_range (
  subnet   UUID NOT NULL,
  family   SMALLINT NOT NULL,
  first_ip VARCHAR(32) COLLATE "C" NOT NULL,
  last_ip  VARCHAR(32) COLLATE "C" NOT NULL,
  PRIMARY KEY (subnet, family, first_ip)
);

CREATE TABLE address (
  subnet     UUID NOT NULL,
  ip         VARCHAR(32) COLLATE "C" NOT NULL,
  owner_name VARCHAR(1024) NOT NULL,
  rest_until BIGINT,
  PRIMARY KEY (subnet, ip)
);
CREATE INDEX address_resting ON address (subnet, rest_until) WHERE rest_until IS NOT NULL;

CREATE TABLE address_usage (
  subnet      UUID NOT NULL,
  family      SMALLINT NOT NULL,
  held        BIGINT NOT NULL,
  quarantined BIGINT NOT NULL,
  PRIMARY KEY (subnet, family)
);

CREATE TABLE journal (
  owner    UUID NOT NULL,
  revision BIGINT NOT NULL,
  position INT NOT NULL,
  body     TEXT NOT NULL,
  PRIMARY KEY (owner, revision, position)
);

CREATE TABLE change (
  revision  BIGINT NOT NULL,
  position  INT NOT NULL,
  operation VARCHAR(8) NOT NULL,
  kind      VARCHAR(32) NOT NULL,
  body      TEXT NOT NULL,
  earlier   TEXT,
  tenant    VARCHAR(64),
  actor     VARCHAR(256) NOT NULL,
  reason    VARCHAR(1024) NOT NULL,
  made_at   BIGINT NOT NULL,
  PRIMARY KEY (revision, position)
);
CREATE INDEX change_by_time ON change (made_at, revision);

CREATE TABLE remembered (
  caller      VARCHAR(256) COLLATE "C" NOT NULL,
  request_id  VARCHAR(128) COLLATE "C" NOT NULL,
  fingerprint VARCHAR(64) NOT NULL,
  response    BYTEA NOT NULL,
  expires_at  BIGINT NOT NULL,
  PRIMARY KEY (caller, request_id)
);
CREATE INDEX remembered_by_expiry ON remembered (expires_at);
