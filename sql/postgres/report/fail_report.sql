-- Why there is no answer.
-- params: id, error
UPDATE report
SET error = $2
WHERE report.id = $1
  AND report.answered_at IS NULL;
