-- Begin the next build of a store's history. A number is never used again while anything of it may be left.
-- params: store, state, job_id, begun_at
INSERT INTO history_generation (store, generation, state, job_id, begun_at)
SELECT
  $1::TEXT AS store,
  coalesce(max(history_generation.generation), 0) + 1 AS generation,
  $2::TEXT AS state,
  $3::UUID AS job_id,
  $4::TIMESTAMPTZ AS begun_at
FROM history_generation
WHERE history_generation.store = $1::TEXT
ON CONFLICT DO NOTHING
RETURNING history_generation.generation AS generation
