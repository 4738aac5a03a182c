-- Which columns do our own tables have?
-- params: own
SELECT
  columns.table_name AS table_name,
  columns.column_name AS column_name
FROM information_schema.columns
WHERE columns.table_schema = CAST($1 AS VARCHAR)
ORDER BY
  columns.table_name ASC,
  columns.ordinal_position ASC;
