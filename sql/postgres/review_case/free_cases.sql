-- Leases and waits that are over: these cases are anybody's again.
-- params: now
UPDATE review_case
SET
  state = 'open',
  claimed_by = NULL,
  claimed_at = NULL,
  held_until = NULL
WHERE review_case.state IN ('claimed', 'waiting')
  AND review_case.held_until <= $1
RETURNING review_case.id AS id
