-- Which of these flags are there?
-- params: keys
SELECT flag.key AS key
FROM flag
WHERE flag.key = ANY($1::TEXT []);
