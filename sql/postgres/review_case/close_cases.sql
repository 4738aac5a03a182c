-- These cases are over, those among them in which something is undecided only if they were answered themselves.
-- params: ids, answered, now, closed_by, close_reason
UPDATE review_case
SET
  state = 'closed',
  claimed_by = NULL,
  claimed_at = NULL,
  held_until = NULL,
  closed_at = $3,
  closed_by = $4,
  close_reason = $5
WHERE review_case.id = ANY($1::UUID[])
  AND review_case.state <> 'closed'
  AND (review_case.undecided = 0 OR review_case.id = ANY($2::UUID[]))
RETURNING review_case.id AS id
