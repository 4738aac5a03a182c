-- Is this generation there?
-- params: generation
SELECT history_build.arrival AS arrival
FROM history_build
WHERE history_build.generation = $1
