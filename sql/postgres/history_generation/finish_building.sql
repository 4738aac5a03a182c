-- A rebuild has caught up: the sink puts it in its place.
-- params: store, generation, job_id
UPDATE history_generation
SET state = 'built'
WHERE history_generation.store = $1
  AND history_generation.generation = $2
  AND history_generation.job_id = $3
  AND history_generation.state IN ('building', 'built')
RETURNING history_generation.generation AS generation
