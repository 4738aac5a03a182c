-- How does DuckDB itself read a question?
-- params: text
SELECT CAST(json_serialize_sql(CAST($1 AS VARCHAR)) AS VARCHAR) AS tree;
