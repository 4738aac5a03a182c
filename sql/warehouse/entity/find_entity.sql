-- Whose snapshot is what the product reads as an entity, and of which day?
-- params: entity
SELECT
  entity_source.table_name AS table_name,
  entity_source.snapshot_on AS snapshot_on
FROM entity_source
WHERE entity_source.entity = $1;
