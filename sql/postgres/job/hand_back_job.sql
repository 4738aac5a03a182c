-- The worker stops and leaves the job to the next one. Nobody knows yet whether this attempt would have failed: it does not count.
-- params: id, epoch
UPDATE job
SET
  state = 'pending',
  attempts = greatest(job.attempts - 1, 0),
  lease_holder = NULL,
  lease_until = NULL
WHERE job.id = $1
  AND job.epoch = $2
  AND job.state = 'running'
RETURNING job.id AS id;
