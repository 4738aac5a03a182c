-- What was asked for lately, and how is it doing? Of one state or name, or of all, newest first.
-- params: state, name, row_limit
SELECT
  job.id AS id,
  job.name AS name,
  job.payload AS payload,
  job.state AS state,
  job.attempts AS attempts,
  job.progress AS progress,
  job.result AS result,
  job.error AS error,
  job.created_by AS created_by,
  job.created_at AS created_at,
  job.started_at AS started_at,
  job.finished_at AS finished_at
FROM job
WHERE ($1::TEXT IS NULL OR job.state = $1)
  AND ($2::TEXT IS NULL OR job.name = $2)
ORDER BY job.created_at DESC
LIMIT $3;
