-- What is wanted of this table?
-- params: source, name
SELECT
  source_table.source AS source,
  source_table.name AS name,
  source_table.definition AS definition
FROM source_table
WHERE source_table.source = $1
  AND source_table.name = $2
