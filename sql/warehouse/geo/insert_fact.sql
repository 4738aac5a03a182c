-- What the version's networks have in common.
-- params: geo_version
INSERT INTO geo_fact (
  geo_version,
  fact,
/*{columns:fragment}*/
)
SELECT
  CAST($1 AS BIGINT) AS geo_version,
  staged_geo_fact.fact AS fact,
/*{columns:fragment}*/
FROM staged_geo_fact;
