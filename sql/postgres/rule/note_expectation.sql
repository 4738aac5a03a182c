-- How often the rule is expected to fire a day, where nobody knew it and it has not changed meanwhile.
-- params: id, version, expected_per_day
UPDATE rule
SET expected_per_day = $3
WHERE id = $1
  AND version = $2
  AND state = 'live'
  AND expected_per_day IS NULL
RETURNING id AS id
