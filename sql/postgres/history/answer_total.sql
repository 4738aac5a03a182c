-- Part of match_documents: how many there are, counted up to a limit.
-- params: none
, counted AS (
  SELECT matching.id AS id
  FROM matching
  LIMIT /*{rows:integer}*/
)

SELECT count(*) AS items
FROM counted
