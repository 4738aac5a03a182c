-- Which job trains this version?
-- params: version, job_id
UPDATE model_version
SET job_id = $2
WHERE model_version.version = $1
