-- Which job answers?
-- params: id, job_id
UPDATE question_run
SET job_id = $2
WHERE question_run.id = $1;
