-- Why there is no answer.
-- params: id, error
UPDATE question_run
SET error = $2
WHERE question_run.id = $1
  AND question_run.answered_at IS NULL;
