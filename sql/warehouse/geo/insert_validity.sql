-- Which version of each kind is valid when: from its day to that of the next one.
-- params: none
INSERT INTO geo_validity (geo_version, kind, database_type, built_at, bucket_size, valid_from, valid_until)
SELECT
  geo_load.geo_version AS geo_version,
  geo_load.kind AS kind,
  geo_load.database_type AS database_type,
  geo_load.built_at AS built_at,
  geo_load.bucket_size AS bucket_size,
  geo_load.valid_from AS valid_from,
  COALESCE(
    LEAD(geo_load.valid_from) OVER (
      PARTITION BY geo_load.kind
      ORDER BY geo_load.valid_from ASC, geo_load.geo_version ASC
    ),
    CAST('9999-12-31' AS TIMESTAMP)
  ) AS valid_until
FROM geo_load;
