-- Which sources are there?
-- params: none
SELECT
  source.key AS key,
  source.definition AS definition
FROM source
ORDER BY source.key ASC
