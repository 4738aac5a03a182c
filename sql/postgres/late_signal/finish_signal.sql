-- Every pledge that it touches has been judged with it.
-- params: id, rescored, finished_at
UPDATE late_signal
SET
  rescored = $2,
  finished_at = $3
WHERE late_signal.id = $1
  AND late_signal.finished_at IS NULL
