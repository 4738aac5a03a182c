-- From here a job that is cut short goes on.
-- params: id, epoch, checkpoint
UPDATE job
SET checkpoint = $3
WHERE job.id = $1
  AND job.epoch = $2
  AND job.state = 'running'
RETURNING job.id AS id;
