-- What tells a store from every other, as in H2.

CREATE TABLE store_identity (
  id UUID PRIMARY KEY
);
INSERT INTO store_identity (id) VALUES (gen_random_uuid());
