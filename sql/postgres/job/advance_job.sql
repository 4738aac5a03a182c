-- Is this runner still the one? Then, with what this transaction writes, it gets further than any attempt before: they are counted anew.
-- params: id, epoch
UPDATE job
SET attempts = 1
WHERE job.id = $1
  AND job.epoch = $2
  AND job.state = 'running'
RETURNING job.id AS id;
