-- Which stamp comes next while Redis gives none? Above every stored live one.
-- params: now, origin
SELECT
  GREATEST($1::BIGINT, COALESCE(MAX(observation.stamp), 0) + 1) AS stamp
FROM observation
WHERE observation.origin = $2
