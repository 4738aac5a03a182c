-- Which job of this name and key is pending or running?
-- params: name, deduplication_key
SELECT job.id AS id
FROM job
WHERE job.name = $1
  AND job.deduplication_key = $2
  AND job.state IN ('pending', 'running');
