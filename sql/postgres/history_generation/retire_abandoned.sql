-- Give up builds that nobody goes on with: their job has ended without them, or is not that one.
-- params: store, job_id, retired_at
UPDATE history_generation
SET
  state = 'retired',
  retired_at = $3::TIMESTAMPTZ
WHERE history_generation.store = $1
  AND history_generation.state IN ('building', 'built')
  AND history_generation.job_id IS DISTINCT FROM $2::UUID
  AND NOT EXISTS (
    SELECT
    FROM job
    WHERE job.id = history_generation.job_id
      AND job.state IN ('pending', 'running')
  )
