-- Which rows have a cursor at or after that one? A row without a cursor comes each time.
-- params: since
SELECT
/*{columns:fragment}*/
FROM /*{table:fragment}*/
WHERE /*{cursor:identifier}*/ >= $1
  OR /*{cursor:identifier}*/ IS NULL
