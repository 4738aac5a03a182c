-- Part of insert_sums: what each unit did, by one reading of a fact.
-- params: experiment
/*{block:identifier}*/ AS (
  SELECT
    experiment_unit_day.unit_number AS unit_number,
/*{sums:fragment}*/
  FROM experiment_unit_day
/*{units:fragment}*/
  WHERE experiment_unit_day.experiment = CAST($1 AS VARCHAR)
    AND experiment_unit_day.block = /*{number:integer}*/
  GROUP BY experiment_unit_day.unit_number
)
