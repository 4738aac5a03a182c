-- Which tables and views are in the warehouse, by schema? Those of the company may be published.
-- params: none
SELECT
  tables.table_schema AS schema_name,
  tables.table_name AS table_name
FROM information_schema.tables
ORDER BY
  tables.table_schema ASC,
  tables.table_name ASC;
