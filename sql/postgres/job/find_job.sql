-- How is this job doing?
-- params: id
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
WHERE job.id = $1;
