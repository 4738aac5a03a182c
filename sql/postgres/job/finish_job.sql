-- The runner is done with it, in one way or another; under an older epoch nothing is written.
-- params: id, epoch, state, result, error, finished_at
UPDATE job
SET
  state = $3,
  result = $4,
  error = $5,
  finished_at = $6,
  lease_holder = NULL,
  lease_until = NULL
WHERE job.id = $1
  AND job.epoch = $2
  AND job.state = 'running'
RETURNING job.id AS id;
