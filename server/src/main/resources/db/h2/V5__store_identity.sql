-- What tells a store from every other. No backup has it, so that what is restored is another store: an index that was kept
-- for the one is not taken for the other's.

CREATE TABLE store_identity (
  id UUID PRIMARY KEY
);
INSERT INTO store_identity (id) VALUES (RANDOM_UUID());
