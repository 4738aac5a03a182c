-- The visitors whose link came with this batch.
-- params: sequence
INSERT INTO changed_identity (visitor_id, sequence)
SELECT DISTINCT
  staged_link.visitor_id AS visitor_id,
  CAST($1 AS BIGINT) AS sequence
FROM staged_link
WHERE staged_link.live;
