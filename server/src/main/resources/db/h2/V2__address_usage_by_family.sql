-- IPv4 and IPv6 addresses of a subnet are counted apart; the counts follow from the addresses themselves.

DROP TABLE address_usage;

CREATE TABLE address_usage (
  subnet_key  VARCHAR(1024) NOT NULL,
  family      SMALLINT NOT NULL,
  held        BIGINT NOT NULL,
  quarantined BIGINT NOT NULL,
  PRIMARY KEY (subnet_key, family)
);

INSERT INTO address_usage (subnet_key, family, held, quarantined)
SELECT subnet_key,
       CASE WHEN CHAR_LENGTH(ip) = 8 THEN 4 ELSE 6 END,
       SUM(CASE WHEN rest_until IS NULL THEN 1 ELSE 0 END),
       SUM(CASE WHEN rest_until IS NULL THEN 0 ELSE 1 END)
FROM address
GROUP BY subnet_key, CASE WHEN CHAR_LENGTH(ip) = 8 THEN 4 ELSE 6 END;
