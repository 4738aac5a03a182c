-- The warehouse has come this far. A worker that was held up since does not set it back.
-- params: sequence, loaded_at
UPDATE warehouse_progress
SET
  sequence = $1,
  loaded_at = $2::TIMESTAMPTZ
WHERE warehouse_progress.sequence < $1
