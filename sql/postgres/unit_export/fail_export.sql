-- Why there is no file.
-- params: id, error
UPDATE unit_export
SET error = $2
WHERE unit_export.id = $1
  AND unit_export.finished_at IS NULL;
