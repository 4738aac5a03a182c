-- The file is there; one that was there before stays.
-- params: id, objects, row_count, unit_count, bytes, data_through, finished_at
UPDATE unit_export
SET
  objects = $2::JSONB,
  row_count = $3,
  unit_count = $4,
  bytes = $5,
  data_through = $6,
  finished_at = $7
WHERE unit_export.id = $1
  AND unit_export.finished_at IS NULL;
