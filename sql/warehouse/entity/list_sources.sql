-- Which snapshots does the product read as which entities?
-- params: none
SELECT
  entity_source.entity AS entity,
  entity_source.table_name AS table_name
FROM entity_source
ORDER BY entity_source.entity ASC;
