-- Which generation do questions go to, and how many writes has it had?
-- params: none
SELECT
  history_build.generation AS generation,
  history_build.arrival AS arrival
FROM history_published
INNER JOIN history_build ON history_published.generation = history_build.generation
