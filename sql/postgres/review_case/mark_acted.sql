-- The queue's policy has acted on a case that was still due.
-- params: id, now
UPDATE review_case
SET acted_at = $2
WHERE review_case.id = $1
  AND review_case.state <> 'closed'
  AND review_case.acted_at IS NULL
  AND review_case.due_at <= $2
RETURNING review_case.id AS id
