-- The store has lost what was in it: all of it comes again.
-- params: store, generation
UPDATE history_generation
SET
  sequence = 0,
  lines = 0
WHERE history_generation.store = $1
  AND history_generation.generation = $2
