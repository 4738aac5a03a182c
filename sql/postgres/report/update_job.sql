-- Which job answers?
-- params: id, job_id
UPDATE report
SET job_id = $2
WHERE report.id = $1;
