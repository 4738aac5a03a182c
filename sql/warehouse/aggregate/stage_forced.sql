-- On which units was a variant forced by the time of their first exposure, as the experiment's list had it or an exposure
-- told? `forced` is text, "unit/since" joined by ";", with %25, %3B and %2F for %, ; and / in an id.
-- params: experiment, forced, forced_count
INSERT INTO staged_exclusion (unit_number, place, reason)
WITH forced_text AS (
  SELECT SPLIT_PART(CAST($2 AS VARCHAR), ';', CAST(integers.n AS INTEGER)) AS forced
  FROM integers
  WHERE integers.n >= 1
    AND integers.n <= CAST($3 AS BIGINT)
),

forced AS (
  SELECT
    REPLACE(REPLACE(REPLACE(SPLIT_PART(forced_text.forced, '/', 1), '%3B', ';'), '%2F', '/'), '%25', '%') AS unit,
    CAST(SPLIT_PART(forced_text.forced, '/', 2) AS TIMESTAMP) AS forced_at
  FROM forced_text
  UNION ALL
  SELECT
    forced_exposure.unit AS unit,
    forced_exposure.time AS forced_at
  FROM forced_exposure
  WHERE forced_exposure.experiment = CAST($1 AS VARCHAR)
    AND forced_exposure.live
)

SELECT
  experiment_unit.unit_number AS unit_number,
  0 AS place,
  'forced' AS reason
FROM /*{units:identifier}*/ AS experiment_unit
INNER JOIN forced ON experiment_unit.unit = forced.unit
  AND experiment_unit.exposed_at >= forced.forced_at
WHERE experiment_unit.experiment = CAST($1 AS VARCHAR)
GROUP BY experiment_unit.unit_number;
