-- A link that comes later in the log than one of this batch: an import was loaded before it. The log's order decides, not
-- the order of loading.
-- params: none
DELETE FROM "identity"
USING staged_link
WHERE "identity".visitor_id = staged_link.visitor_id
  AND "identity".live = staged_link.live
  AND (
    "identity".log_transaction > staged_link.log_transaction
    OR ("identity".log_transaction = staged_link.log_transaction AND "identity".log_position > staged_link.log_position)
  );
