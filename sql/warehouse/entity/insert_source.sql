-- Which snapshot the product reads as an entity.
-- params: entity, table_name, snapshot_on
INSERT INTO entity_source (entity, table_name, snapshot_on)
VALUES ($1, $2, CAST($3 AS DATE));
