-- The runner is alive: a longer lease and its progress. No row: another has claimed the job.
-- params: id, epoch, lease_until, progress
UPDATE job
SET
  lease_until = $3,
  progress = coalesce($4, job.progress)
WHERE job.id = $1
  AND job.epoch = $2
  AND job.state = 'running'
RETURNING job.cancel_requested AS cancel_requested;
