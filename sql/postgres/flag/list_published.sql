-- What is answered by, of every flag?
-- params: none
SELECT
  flag.key AS key,
  flag.type AS type,
  flag.published AS published
FROM flag
WHERE flag.published IS NOT NULL
ORDER BY flag.key COLLATE "C" ASC;
