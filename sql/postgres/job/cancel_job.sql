-- Nobody waits for this any more: a waiting job ends here, a running one is asked to stop.
-- params: id, now
UPDATE job
SET
  cancel_requested = TRUE,
  state = CASE WHEN job.state = 'pending' THEN 'cancelled' ELSE job.state END,
  finished_at = CASE WHEN job.state = 'pending' THEN $2::TIMESTAMPTZ ELSE job.finished_at END
WHERE job.id = $1
  AND job.state IN ('pending', 'running')
RETURNING job.state AS state;
