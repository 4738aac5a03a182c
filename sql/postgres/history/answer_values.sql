-- Part of match_documents: the most frequent values of a field; `each` says which those are.
-- params: none
, given AS (
  /*{each:fragment}*/
)

SELECT
  given.value AS value,
  count(*) AS items
FROM given
GROUP BY given.value
ORDER BY count(*) DESC, given.value COLLATE "C" ASC
LIMIT /*{rows:integer}*/
