-- How far each webhook is. Its receiver has taken everything through the position; times are milliseconds since 1970.

CREATE TABLE webhook_delivery (
  webhook         UUID PRIMARY KEY,
  position        BIGINT NOT NULL,
  replays         BIGINT NOT NULL,
  delivered_at    BIGINT,
  failing_since   BIGINT,
  attempts        BIGINT NOT NULL,
  next_attempt_at BIGINT,
  last_status     INT NOT NULL,
  last_error      VARCHAR(512) NOT NULL
);
