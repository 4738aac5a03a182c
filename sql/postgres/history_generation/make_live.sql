-- A build that has caught up is the live one from here on.
-- params: store, generation
UPDATE history_generation
SET state = 'live'
WHERE history_generation.store = $1
  AND history_generation.generation = $2
  AND history_generation.state = 'built'
RETURNING history_generation.generation AS generation
