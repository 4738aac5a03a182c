-- How does a queue do? What came and what was closed in a range, and how old is what is not closed at its end, in seconds?
-- params: key, from_time, to_time
WITH waiting AS (
  SELECT
    EXTRACT(EPOCH FROM $3::TIMESTAMPTZ - review_case.opened_at)::DOUBLE PRECISION AS age,
    review_case.due_at <= $3::TIMESTAMPTZ AS overdue
  FROM review_case
  WHERE review_case.queue = $1
    AND review_case.opened_at < $3
    AND (review_case.closed_at IS NULL OR review_case.closed_at >= $3)
)
SELECT
  (
    SELECT COUNT(*)
    FROM review_case
    WHERE review_case.queue = $1
      AND review_case.opened_at >= $2
      AND review_case.opened_at < $3
  ) AS arrivals,
  (
    SELECT COUNT(*)
    FROM review_case
    WHERE review_case.queue = $1
      AND review_case.state = 'closed'
      AND review_case.closed_at >= $2
      AND review_case.closed_at < $3
  ) AS decisions,
  (
    SELECT COUNT(*)
    FROM review_case
    WHERE review_case.queue = $1
      AND review_case.state = 'closed'
      AND review_case.closed_by = 'policy'
      AND review_case.closed_at >= $2
      AND review_case.closed_at < $3
  ) AS by_policy,
  COUNT(*) AS backlog,
  COUNT(*) FILTER (WHERE waiting.overdue) AS overdue,
  PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY waiting.age) AS age_p50,
  PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY waiting.age) AS age_p90
FROM waiting
