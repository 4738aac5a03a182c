-- One run more: it starts over, under an origin of its own.
-- params: id, started_at
UPDATE source_pull
SET
  attempt = source_pull.attempt + 1,
  started_at = $2::TIMESTAMPTZ
WHERE source_pull.id = $1
  AND source_pull.finished_at IS NULL
RETURNING source_pull.attempt AS attempt
