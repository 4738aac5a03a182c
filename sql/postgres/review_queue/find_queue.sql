-- One queue.
-- params: key
SELECT
  review_queue.key AS key,
  review_queue.name AS name,
  review_queue.conditions AS conditions,
  review_queue.place AS place,
  review_queue.members AS members,
  review_queue.promise_minutes AS promise_minutes,
  review_queue.margin_minutes AS margin_minutes,
  review_queue.lease_minutes AS lease_minutes,
  review_queue.review_minutes AS review_minutes,
  review_queue.at_due AS at_due,
  review_queue.updated_at AS updated_at,
  review_queue.updated_by AS updated_by
FROM review_queue
WHERE review_queue.key = $1
