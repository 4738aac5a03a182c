-- Which columns does a company's table, view or partitioned table have, in its order? Its name may be of the search path or
-- of a schema; a domain counts as what it is made of.
-- params: table_name
WITH RECURSIVE attribute AS (
  SELECT
    pg_attribute.attname AS name,
    pg_attribute.attnum AS place,
    pg_attribute.atttypid AS type_id,
    pg_attribute.atttypmod AS modifier
  FROM pg_catalog.pg_attribute
  WHERE pg_attribute.attrelid = TO_REGCLASS($1)
    AND pg_attribute.attnum > 0
    AND NOT pg_attribute.attisdropped
),

resolved AS (
  SELECT
    attribute.name AS name,
    attribute.place AS place,
    attribute.type_id AS type_id,
    attribute.modifier AS modifier
  FROM attribute
  UNION ALL
  SELECT
    resolved.name AS name,
    resolved.place AS place,
    pg_type.typbasetype AS type_id,
    pg_type.typtypmod AS modifier
  FROM resolved
  INNER JOIN pg_catalog.pg_type ON resolved.type_id = pg_type.oid
  WHERE pg_type.typbasetype <> 0
)

SELECT
  resolved.name AS name,
  pg_catalog.format_type(resolved.type_id, resolved.modifier) AS type
FROM resolved
INNER JOIN pg_catalog.pg_type ON resolved.type_id = pg_type.oid
WHERE pg_type.typbasetype = 0
ORDER BY resolved.place ASC
