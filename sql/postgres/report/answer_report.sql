-- The answer; one that is there already stays.
-- params: id, hash, engine, columns, row_count, rows, object, warnings, answered_at
UPDATE report
SET
  hash = $2,
  engine = $3,
  columns = $4::JSONB,
  row_count = $5,
  rows = $6::JSONB,
  object = $7,
  warnings = $8::JSONB,
  error = NULL,
  answered_at = $9::TIMESTAMPTZ
WHERE report.id = $1
  AND report.answered_at IS NULL;
