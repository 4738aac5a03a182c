-- Which job checks a version? One that failed waits once more.
-- params: fact_key, version, job_id
UPDATE fact_version
SET
  job_id = $3::UUID,
  check_state = CASE WHEN fact_version.check_state = 'failed' THEN 'waiting' ELSE fact_version.check_state END,
  check_error = NULL
WHERE fact_version.fact_key = $1
  AND fact_version.version = $2;
