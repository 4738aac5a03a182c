-- Which DuckDB answers?
-- params: none
SELECT version() AS version;
