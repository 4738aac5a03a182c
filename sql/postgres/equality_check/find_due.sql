-- Is a comparison due: none was made since a time, and there are live pledges between two stamps?
-- params: checked_since, origin, from_stamp, until_stamp
SELECT TRUE AS due
WHERE NOT EXISTS (
  SELECT
  FROM equality_check
  WHERE equality_check.checked_at > $1
)
AND EXISTS (
  SELECT
  FROM observation
  WHERE observation.origin = $2
    AND observation.stamp >= $3
    AND observation.stamp < $4
    AND observation.kind IN ('pledge', 'attempt')
)
