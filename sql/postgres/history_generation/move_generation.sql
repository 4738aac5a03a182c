-- A generation has passed everything up to here, if nobody has moved it since it was read.
-- params: store, generation, from_sequence, from_lines, sequence, lines
UPDATE history_generation
SET
  sequence = $5,
  lines = $6
WHERE history_generation.store = $1
  AND history_generation.generation = $2
  AND history_generation.sequence = $3
  AND history_generation.lines = $4
  AND history_generation.state <> 'retired'
RETURNING history_generation.generation AS generation
