-- Which job loads it?
-- params: id, job_id
UPDATE geo_load
SET job_id = $2
WHERE geo_load.id = $1;
