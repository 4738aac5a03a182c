-- From here an import that is cut short goes on; in the transaction that wrote what came before. Counts are added.
-- params: id, position, counts
UPDATE import
SET
  position = $2::JSONB,
  counts = (
    SELECT
      JSONB_OBJECT_AGG(counted.name, counted.value::BIGINT + COALESCE(($3::JSONB ->> counted.name)::BIGINT, 0))
    FROM JSONB_EACH_TEXT(import.counts) AS counted (name, value)
  )
WHERE import.id = $1
  AND import.finished_at IS NULL
RETURNING import.id AS id
