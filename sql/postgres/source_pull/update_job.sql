-- The job that does it now.
-- params: id, job_id
UPDATE source_pull
SET job_id = $2
WHERE source_pull.id = $1
