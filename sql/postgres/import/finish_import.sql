-- An import is complete.
-- params: id, position, report, finished_at
UPDATE import
SET
  position = $2::JSONB,
  report = $3::JSONB,
  finished_at = $4
WHERE import.id = $1
  AND import.finished_at IS NULL
RETURNING import.id AS id
