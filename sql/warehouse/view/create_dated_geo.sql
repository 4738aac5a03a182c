-- Which version of each kind is valid when. `meeting` is for joins on time alone, which are nested loops in some engines and
-- hash joins with an equality.
-- params: none
CREATE OR REPLACE VIEW dated_geo AS
SELECT
  1 AS meeting,
  geo_validity.geo_version AS geo_version,
  geo_validity.kind AS kind,
  geo_validity.database_type AS database_type,
  geo_validity.built_at AS built_at,
  geo_validity.bucket_size AS bucket_size,
  geo_validity.valid_from AS valid_from,
  geo_validity.valid_until AS valid_until
FROM geo_validity;
