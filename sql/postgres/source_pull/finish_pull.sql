-- It is whole, and closed in this transaction.
-- params: id, mode, shape_hash, cursor, counts, manifest, finished_at
UPDATE source_pull
SET
  mode = $2,
  shape_hash = $3,
  cursor = $4,
  counts = $5::JSONB,
  manifest = $6,
  finished_at = $7::TIMESTAMPTZ
WHERE source_pull.id = $1
  AND source_pull.finished_at IS NULL
