-- Is this runner still the one? The row stays locked until its transaction ends, so nobody can claim it in between.
-- params: id, epoch
SELECT job.id AS id
FROM job
WHERE job.id = $1
  AND job.epoch = $2
  AND job.state = 'running'
FOR UPDATE;
