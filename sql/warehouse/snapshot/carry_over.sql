-- The rows of the snapshot before that day which the staged ones do not replace.
-- params: snapshot_on
INSERT INTO /*{table:fragment}*/ (
/*{columns:fragment}*/,
  snapshot_on
)
WITH latest AS (
  SELECT MAX(known.snapshot_on) AS day
  FROM /*{table:fragment}*/ AS known
  WHERE known.snapshot_on < CAST($1 AS DATE)
)

SELECT
/*{carried:fragment}*/,
  CAST($1 AS DATE) AS snapshot_on
FROM /*{table:fragment}*/ AS earlier
INNER JOIN latest ON earlier.snapshot_on = latest.day
LEFT JOIN staged_snapshot ON /*{agreement:fragment}*/
WHERE /*{absent:fragment}*/ IS NULL;
