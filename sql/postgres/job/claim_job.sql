-- This worker runs the job now, if it waits or its runner fell silent; the epoch tells every later claim apart.
-- params: id, lease_holder, now, lease_until
UPDATE job
SET
  state = 'running',
  lease_holder = $2,
  lease_until = $4,
  epoch = job.epoch + 1,
  attempts = job.attempts + 1,
  started_at = coalesce(job.started_at, $3)
WHERE job.id = $1
  AND (job.state = 'pending' OR (job.state = 'running' AND job.lease_until < $3))
RETURNING
  job.name AS name,
  job.payload AS payload,
  job.checkpoint AS checkpoint,
  job.epoch AS epoch,
  job.attempts AS attempts,
  job.cancel_requested AS cancel_requested;
