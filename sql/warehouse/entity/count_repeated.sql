-- How many rows of a mapped table are not told apart by the entity's key?
-- params: snapshot_on
WITH repeated AS (
  SELECT COUNT(*) AS key_rows
  FROM /*{table:fragment}*/ AS entity_row
  WHERE entity_row.snapshot_on = CAST($1 AS DATE)
/*{present:fragment}*/
  GROUP BY
/*{key:fragment}*/
  HAVING COUNT(*) > 1
)

SELECT COUNT(*) AS repeated
FROM repeated;
