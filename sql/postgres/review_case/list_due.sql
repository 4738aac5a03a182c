-- Which cases are due, and what does their queue do then? The most overdue first.
-- params: now, row_limit
SELECT
  review_case.id AS id,
  review_case.queue AS queue,
  review_case.entity_kind AS entity_kind,
  review_case.entity_id AS entity_id,
  review_queue.at_due AS at_due
FROM review_case
INNER JOIN review_queue ON review_case.queue = review_queue.key
WHERE review_case.state <> 'closed'
  AND review_case.acted_at IS NULL
  AND review_case.due_at <= $1
ORDER BY review_case.due_at, review_case.id
LIMIT $2
