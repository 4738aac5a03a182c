-- The answer; one that is there already stays.
-- params: id, engine, columns, row_count, truncated, rows, object, answered_at
UPDATE question_run
SET
  engine = $2,
  columns = $3::JSONB,
  row_count = $4,
  truncated = $5,
  rows = $6::JSONB,
  object = $7,
  error = NULL,
  answered_at = $8::TIMESTAMPTZ
WHERE question_run.id = $1
  AND question_run.answered_at IS NULL;
