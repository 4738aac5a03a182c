-- About how many rows does a company's table have?
-- params: schema_name, table_name
SELECT tables.table_rows AS estimated_rows
FROM information_schema.tables AS tables
WHERE tables.table_schema = COALESCE(NULLIF($1, ''), DATABASE())
  AND tables.table_name = $2
