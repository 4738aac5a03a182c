-- How many keys have several staged rows?
-- params: none
WITH repeated AS (
  SELECT COUNT(*) AS key_rows
  FROM staged_snapshot
  GROUP BY
/*{key:fragment}*/
  HAVING COUNT(*) > 1
)

SELECT COUNT(*) AS repeated
FROM repeated;
