-- How many values differed when it was last looked? No row: nobody has looked yet.
-- params: none
SELECT
  equality_check.checked_at AS checked_at,
  equality_check.differing AS differing
FROM equality_check
ORDER BY equality_check.checked_at DESC
LIMIT 1
