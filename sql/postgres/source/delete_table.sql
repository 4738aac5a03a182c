-- Forget a table of a source; what was pulled stays.
-- params: source, name
DELETE FROM source_table
WHERE source_table.source = $1
  AND source_table.name = $2
RETURNING source_table.definition AS definition
