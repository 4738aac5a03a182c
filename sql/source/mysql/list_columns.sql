-- Which columns does a company's table have, in its order? Names in double quotes: the session runs with ANSI_QUOTES.
-- params: schema_name, table_name
SELECT
  columns.column_name AS name,
  columns.data_type AS data_type,
  columns.column_type AS column_type,
  columns.numeric_precision AS numeric_precision,
  columns.numeric_scale AS numeric_scale
FROM information_schema.columns AS columns
WHERE columns.table_schema = COALESCE(NULLIF($1, ''), DATABASE())
  AND columns.table_name = $2
ORDER BY columns.ordinal_position ASC
