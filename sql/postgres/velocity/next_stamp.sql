-- Which stamp comes next while Redis gives none? Above every stored live one, and in the second half of a millisecond: Redis
-- counts up from the milliseconds themselves, and one that is slow, not away, must not give the same stamp to another pledge.
-- Beyond 900 there might be no room for all of a batch.
-- params: now, origin
SELECT
  CASE
    WHEN MOD(earliest.stamp, 1000) BETWEEN 500 AND 900 THEN earliest.stamp
    WHEN MOD(earliest.stamp, 1000) < 500 THEN earliest.stamp - MOD(earliest.stamp, 1000) + 500
    ELSE earliest.stamp - MOD(earliest.stamp, 1000) + 1500
  END AS stamp
FROM (
  SELECT
    GREATEST($1::BIGINT, COALESCE(MAX(observation.stamp), 0) + 1) AS stamp
  FROM observation
  WHERE observation.origin = $2
) AS earliest
