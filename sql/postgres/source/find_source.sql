-- What is this source? It stays as it is until the transaction ends.
-- params: key
SELECT
  source.key AS key,
  source.definition AS definition
FROM source
WHERE source.key = $1
FOR SHARE
