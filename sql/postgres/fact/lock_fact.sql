-- Which version is the latest? Nobody else changes the fact until the transaction ends.
-- params: key
SELECT
  fact.version AS version,
  fact.built_in AS built_in,
  fact.archived_at AS archived_at
FROM fact
WHERE fact.key = $1
FOR UPDATE;
