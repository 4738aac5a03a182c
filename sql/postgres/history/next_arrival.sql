-- Which write of a generation is this? Until the transaction ends, no other writes to it.
-- params: generation
UPDATE history_build
SET arrival = history_build.arrival + 1
WHERE history_build.generation = $1
RETURNING history_build.arrival AS arrival
