-- It is in the warehouse.
-- params: id, counts, finished_at
UPDATE geo_load
SET
  counts = $2::JSONB,
  finished_at = $3::TIMESTAMPTZ
WHERE geo_load.id = $1;
