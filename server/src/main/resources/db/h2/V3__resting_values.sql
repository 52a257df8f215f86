-- Values that nobody holds any more and nobody may be given yet, such as link identifiers.

CREATE TABLE resting_value (
  space      VARCHAR(32) NOT NULL,
  content    VARCHAR(1024) NOT NULL,
  rest_until BIGINT NOT NULL,
  PRIMARY KEY (space, content)
);
CREATE INDEX resting_value_by_end ON resting_value (rest_until);
