-- The audit, as in H2; what the tables are for stands there.

CREATE TABLE audit (
  number         BIGINT PRIMARY KEY,
  made_at        BIGINT NOT NULL,
  principal      VARCHAR(256) NOT NULL,
  tenant         VARCHAR(64) NOT NULL,
  peer           VARCHAR(128) NOT NULL,
  method         VARCHAR(128) NOT NULL,
  request_id     VARCHAR(128) NOT NULL,
  outcome        VARCHAR(32) NOT NULL,
  reason         VARCHAR(64) NOT NULL,
  message        VARCHAR(1024) NOT NULL,
  resources      TEXT NOT NULL,
  resource_count INT NOT NULL,
  tenants        VARCHAR(2048) NOT NULL,
  revision       BIGINT NOT NULL,
  changes_hash   VARCHAR(64) NOT NULL,
  previous       VARCHAR(64) NOT NULL,
  hash           VARCHAR(64) NOT NULL
);

-- Where the chain ends, and the last entry that was cut off at its beginning.
CREATE TABLE audit_mark (
  name   VARCHAR(8) COLLATE "C" PRIMARY KEY,
  number BIGINT NOT NULL,
  hash   VARCHAR(64) NOT NULL
);
INSERT INTO audit_mark (name, number, hash) VALUES ('last', 0, '');
INSERT INTO audit_mark (name, number, hash) VALUES ('cut', 0, '');
