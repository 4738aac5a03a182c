-- About how many rows does a company's table have? Less than none where nobody has looked.
-- params: table_name
SELECT CAST(pg_class.reltuples AS BIGINT) AS estimated_rows
FROM pg_catalog.pg_class
WHERE pg_class.oid = TO_REGCLASS($1)
