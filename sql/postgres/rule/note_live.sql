-- Since when is the rule live, in this version, and how often is it expected to fire?
-- params: id, live_since, expected_per_day
UPDATE rule
SET live_since = $2, expected_per_day = $3
WHERE id = $1
