-- Which of these flags are there, and are they answered by?
-- params: keys
SELECT
  flag.key AS key,
  flag.published IS NOT NULL AS published
FROM flag
WHERE flag.key = ANY($1::TEXT []);
