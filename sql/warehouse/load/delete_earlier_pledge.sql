-- What this batch tells of a pledge replaces what the log told of it before.
-- params: none
DELETE FROM pledge
USING staged_pledge
WHERE pledge.pledge_id = staged_pledge.pledge_id
  AND pledge.live = staged_pledge.live
  AND (
    pledge.log_transaction < staged_pledge.log_transaction
    OR (pledge.log_transaction = staged_pledge.log_transaction AND pledge.log_position < staged_pledge.log_position)
  );
