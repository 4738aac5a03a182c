-- Which job makes the file?
-- params: id, job_id
UPDATE unit_export
SET job_id = $2
WHERE unit_export.id = $1;
