-- How many units met nothing but variants that were forced on them? By variant; those that met several have none (NULL).
-- params: experiment, started_at, until
WITH tried AS (
  SELECT
    forced_exposure.unit AS unit,
    MIN(forced_exposure.variant) AS first_variant,
    MAX(forced_exposure.variant) AS last_variant
  FROM forced_exposure
  LEFT JOIN experiment_unit ON forced_exposure.experiment = experiment_unit.experiment
    AND forced_exposure.unit = experiment_unit.unit
  WHERE forced_exposure.experiment = CAST($1 AS VARCHAR)
    AND forced_exposure.time >= CAST($2 AS TIMESTAMP)
    AND forced_exposure.time < CAST($3 AS TIMESTAMP)
    AND forced_exposure.live
    AND experiment_unit.unit IS NULL
  GROUP BY forced_exposure.unit
)

SELECT
  CASE
    WHEN tried.first_variant = tried.last_variant THEN tried.first_variant
  END AS variant,
  COUNT(*) AS units
FROM tried
GROUP BY
  CASE
    WHEN tried.first_variant = tried.last_variant THEN tried.first_variant
  END
ORDER BY variant ASC;
