-- Which stamps come next while Redis gives none? They begin above every stored live one; one caller at a time.
-- params: lock, now, origin
SELECT
  pg_advisory_xact_lock($1::BIGINT) AS held,
  GREATEST(
    $2::BIGINT,
    COALESCE((SELECT MAX(observation.stamp) FROM observation WHERE observation.origin = $3), 0) + 1
  ) AS stamp
