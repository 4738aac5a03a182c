-- Close what an origin has written, in the order in which it was planned; an import's rows come in the log where this
-- transaction does. The sequence is locked.
-- params: origin, closed_at
WITH chosen AS (
  SELECT
    bucket_batch.id AS id,
    row_number() OVER (ORDER BY bucket_batch.id ASC) AS place
  FROM bucket_batch
  WHERE bucket_batch.origin = $1
    AND bucket_batch.state = 'written'
),

counted AS (
  UPDATE bucket_sequence
  SET last = bucket_sequence.last + (SELECT count(*) FROM chosen)
  RETURNING bucket_sequence.last - (SELECT count(*) FROM chosen) AS base
)

UPDATE bucket_batch
SET
  state = 'closed',
  sequence = counted.base + chosen.place,
  log_transaction = CASE WHEN bucket_batch.origin <> 'log' THEN pg_current_xact_id() END,
  closed_at = $2::TIMESTAMPTZ
FROM chosen
CROSS JOIN counted
WHERE bucket_batch.id = chosen.id
RETURNING
  bucket_batch.id AS batch,
  bucket_batch.rows AS rows;
