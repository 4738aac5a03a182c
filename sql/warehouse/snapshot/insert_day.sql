-- The staged rows, as the table was on that day.
-- params: snapshot_on
INSERT INTO /*{table:fragment}*/ (
/*{columns:fragment}*/,
  snapshot_on
)
SELECT
/*{columns:fragment}*/,
  CAST($1 AS DATE) AS snapshot_on
FROM staged_snapshot;
