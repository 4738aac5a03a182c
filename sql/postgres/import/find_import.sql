-- What is this import, how far is it, and what became of its job?
-- params: id
SELECT
  import.id AS id,
  import.kind AS kind,
  import.name AS name,
  import.checksum AS checksum,
  import.mapping AS mapping,
  import.bytes AS bytes,
  import.job_id AS job_id,
  import.epoch AS epoch,
  import.position AS position,
  import.counts AS counts,
  import.report AS report,
  import.created_by AS created_by,
  import.created_at AS created_at,
  import.finished_at AS finished_at,
  CASE
    WHEN import.finished_at IS NOT NULL THEN 'done'
    WHEN job.state = 'done' OR job.state IS NULL THEN 'running'
    ELSE job.state
  END AS state,
  job.error AS error
FROM import
LEFT JOIN job ON import.job_id = job.id
WHERE import.id = $1
