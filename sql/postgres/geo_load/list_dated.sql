-- The versions that are in the warehouse, and until when each is valid: until the next one of its kind. NULL: the latest.
-- params: none
SELECT
  geo_load.geo_version AS geo_version,
  geo_load.kind AS kind,
  geo_load.database_type AS database_type,
  geo_load.built_at AS built_at,
  geo_load.valid_from AS valid_from,
  LEAD(geo_load.valid_from) OVER (
    PARTITION BY geo_load.kind
    ORDER BY geo_load.valid_from ASC, geo_load.geo_version ASC
  ) AS valid_until
FROM geo_load
WHERE geo_load.finished_at IS NOT NULL
  AND geo_load.dropped_at IS NULL
