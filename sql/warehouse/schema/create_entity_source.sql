-- Which snapshot the product reads as an entity: one row an entity that is mapped.
-- params: none
CREATE TABLE IF NOT EXISTS entity_source (
  entity VARCHAR(64) NOT NULL,
  table_name VARCHAR(256) NOT NULL,
  snapshot_on DATE NOT NULL
);
