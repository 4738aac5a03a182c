-- Which job answers?
-- params: id, job_id
UPDATE experiment_breakdown
SET job_id = $2
WHERE experiment_breakdown.id = $1;
