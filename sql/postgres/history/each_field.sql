-- Part of match_documents: the values of a field, one a document that has one.
-- params: none
SELECT
  matching.time AS time,
  matching./*{field:identifier}*/ AS value
FROM matching
WHERE matching./*{field:identifier}*/ IS NOT NULL
