-- Is there such a table or view in the warehouse: when it was last looked at, or as a snapshot that was loaded since?
-- params: relation
SELECT
  max(warehouse_status.checked_at) AS checked_at,
  coalesce(bool_or(warehouse_status.report -> 'relations' ? $1), FALSE)
  OR EXISTS (
    SELECT
    FROM bucket_batch
    CROSS JOIN warehouse_progress
    LEFT JOIN source_pull ON bucket_batch.origin = 'pull-' || source_pull.id || '-' || source_pull.attempt
    WHERE 'snapshot.' || (bucket_batch.snapshot ->> 'source') || '_' || (bucket_batch.snapshot ->> 'table') = $1
      AND bucket_batch.sequence <= warehouse_progress.sequence
      AND source_pull.refused IS NULL
  ) AS is_there
FROM warehouse_status
