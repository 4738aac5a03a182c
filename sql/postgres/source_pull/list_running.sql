-- Which origins are runs of pulls that have not ended?
-- params: none
SELECT 'pull-' || source_pull.id || '-' || source_pull.attempt AS origin
FROM source_pull
INNER JOIN job ON source_pull.job_id = job.id
WHERE source_pull.finished_at IS NULL
  AND job.state IN ('pending', 'running')
