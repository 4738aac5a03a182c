-- Which versions of a kind are too many: others begin at the same time and came later, or it is not among the latest.
-- params: kind, kept
WITH ranked AS (
  SELECT
    geo_load.geo_version AS geo_version,
    DENSE_RANK() OVER (
      ORDER BY geo_load.valid_from DESC
    ) AS age,
    ROW_NUMBER() OVER (
      PARTITION BY geo_load.valid_from
      ORDER BY geo_load.geo_version DESC
    ) AS attempt
  FROM geo_load
  WHERE geo_load.kind = $1
)

SELECT ranked.geo_version AS geo_version
FROM ranked
WHERE ranked.age > CAST($2 AS BIGINT)
  OR ranked.attempt > 1
ORDER BY ranked.geo_version ASC;
