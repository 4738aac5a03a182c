-- How far the warehouse is, noted by the sink that loads it in the same step: whoever cannot look into the warehouse reads
-- here what is in and what waits, at any moment.
CREATE TABLE warehouse_progress (
  single BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (single),
  -- Batches up to this one are in, or were refused.
  sequence BIGINT NOT NULL,
  loaded_at TIMESTAMPTZ
);

-- By the last look, until the sink is opened.
INSERT INTO warehouse_progress (sequence, loaded_at)
SELECT
  coalesce(max((warehouse_status.report ->> 'sequence')::BIGINT), 0),
  max((warehouse_status.report ->> 'loaded_at')::TIMESTAMPTZ)
FROM warehouse_status;

-- Has the warehouse taken, or refused, everything that this origin has closed?
CREATE FUNCTION warehouse_has_passed(of_origin TEXT) RETURNS BOOLEAN LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (
    SELECT FROM bucket_batch
    CROSS JOIN warehouse_progress
    WHERE bucket_batch.origin = of_origin
      AND bucket_batch.sequence > warehouse_progress.sequence
  )
$$;
