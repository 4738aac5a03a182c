-- From here a job that is cut short goes on. An attempt that gets further than those before it is the first of a new count.
-- params: id, epoch, checkpoint
UPDATE job
SET
  checkpoint = $3::JSONB,
  attempts = CASE WHEN job.checkpoint IS DISTINCT FROM $3::JSONB THEN 1 ELSE job.attempts END
WHERE job.id = $1
  AND job.epoch = $2
  AND job.state = 'running'
RETURNING job.id AS id;
