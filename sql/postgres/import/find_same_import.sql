-- Which import is this file's, read in this way?
-- params: kind, checksum, mapping_hash
SELECT
  import.id AS id
FROM import
WHERE import.kind = $1
  AND import.checksum = $2
  AND import.mapping_hash = $3
