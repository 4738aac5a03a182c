-- Only with this row is a version there.
-- params: geo_version, kind, database_type, built_at, valid_from, bucket_size, loaded_at
INSERT INTO geo_load (geo_version, kind, database_type, built_at, valid_from, bucket_size, loaded_at)
SELECT
  CAST($1 AS BIGINT) AS geo_version,
  CAST($2 AS VARCHAR(32)) AS kind,
  CAST($3 AS VARCHAR(1024)) AS database_type,
  CAST($4 AS TIMESTAMP) AS built_at,
  CAST($5 AS TIMESTAMP) AS valid_from,
  CAST($6 AS BIGINT) AS bucket_size,
  CAST($7 AS TIMESTAMP) AS loaded_at;
