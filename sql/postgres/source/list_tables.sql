-- Which tables are wanted of which source?
-- params: none
SELECT
  source_table.source AS source,
  source_table.name AS name,
  source_table.definition AS definition
FROM source_table
ORDER BY source_table.source ASC, source_table.name ASC
