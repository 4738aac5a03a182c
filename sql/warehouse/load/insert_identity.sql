-- Link the visitors that are not linked yet.
-- params: none
INSERT INTO "identity" (visitor_id, backer_id, linked_at, live, log_transaction, log_position)
SELECT
  staged_link.visitor_id AS visitor_id,
  staged_link.backer_id AS backer_id,
  staged_link.linked_at AS linked_at,
  staged_link.live AS live,
  staged_link.log_transaction AS log_transaction,
  staged_link.log_position AS log_position
FROM staged_link
LEFT JOIN "identity" ON staged_link.visitor_id = "identity".visitor_id
  AND staged_link.live = "identity".live
WHERE "identity".visitor_id IS NULL;
