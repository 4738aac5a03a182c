-- Part of match_documents: the values of a field that is a list, of which a document has several.
-- params: none
SELECT
  matching.time AS time,
  one.value AS value
FROM matching
CROSS JOIN LATERAL unnest(matching./*{field:identifier}*/) AS one (value)
