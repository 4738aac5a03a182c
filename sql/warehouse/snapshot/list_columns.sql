-- Which columns does a company's table have, in the order in which they came?
-- params: table_name
SELECT
  snapshot_column.name AS name,
  snapshot_column.type AS type
FROM snapshot_column
WHERE snapshot_column.table_name = $1
ORDER BY
  snapshot_column.added_at ASC,
  snapshot_column.position ASC;
