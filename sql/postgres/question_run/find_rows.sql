-- A small answer itself.
-- params: id
SELECT question_run.rows AS rows
FROM question_run
WHERE question_run.id = $1;
