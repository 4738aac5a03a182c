-- The job that runs an import, or goes on with one that was cut short.
-- params: id, job_id
UPDATE import
SET job_id = $2
WHERE import.id = $1
