-- Which builds of a store's history are there, and how far are they?
-- params: store
SELECT
  history_generation.generation AS generation,
  history_generation.state AS state,
  history_generation.sequence AS sequence,
  history_generation.lines AS lines,
  history_generation.job_id AS job_id,
  history_generation.retired_at AS retired_at
FROM history_generation
WHERE history_generation.store = $1
ORDER BY history_generation.generation ASC
