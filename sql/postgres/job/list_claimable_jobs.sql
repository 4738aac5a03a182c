-- Which jobs should be in the queue: those that wait, and those whose runner fell silent?
-- params: now, row_limit
SELECT
  job.id AS id,
  job.name AS name
FROM job
WHERE job.state = 'pending'
  OR (job.state = 'running' AND job.lease_until < $1)
ORDER BY job.created_at ASC
LIMIT $2;
