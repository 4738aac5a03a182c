-- Which values have these ranks, 1 being the smallest: of a variant, or of all units?
-- params: experiment, variant, first_rank, second_rank, third_rank
WITH ranked AS (
  SELECT
    COALESCE(experiment_unit_amount./*{value:identifier}*/, 0) AS value,
    ROW_NUMBER() OVER (ORDER BY COALESCE(experiment_unit_amount./*{value:identifier}*/, 0) ASC) AS rank
  FROM experiment_unit
  INNER JOIN experiment_unit_amount
    ON experiment_unit.unit_number = experiment_unit_amount.unit_number
    AND experiment_unit.experiment = experiment_unit_amount.experiment
  WHERE experiment_unit.experiment = CAST($1 AS VARCHAR)
    AND experiment_unit.first_variant = experiment_unit.last_variant
    AND (CAST($2 AS VARCHAR) IS NULL OR experiment_unit.first_variant = CAST($2 AS VARCHAR))
    AND experiment_unit_amount.block = /*{block:integer}*/
)

SELECT
  ranked.rank AS rank,
  ranked.value AS value
FROM ranked
WHERE ranked.rank IN ($3, $4, $5)
ORDER BY
  rank ASC;
