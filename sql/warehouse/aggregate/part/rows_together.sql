-- Part of insert_sums: what each unit did, by one reading of a fact, where a unit has one row.
-- params: experiment
/*{block:identifier}*/ AS (
  SELECT
    experiment_unit_day.unit_number AS unit_number,
/*{values:fragment}*/
  FROM experiment_unit_day
  WHERE experiment_unit_day.experiment = CAST($1 AS VARCHAR)
    AND experiment_unit_day.block = /*{number:integer}*/
    AND /*{which:fragment}*/
)
