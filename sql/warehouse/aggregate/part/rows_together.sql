-- Part of insert_sums: what each unit did, by one reading of a fact, where a unit has one row.
-- params: experiment
/*{block:identifier}*/ AS (
  SELECT
    experiment_unit_amount.unit_number AS unit_number,
/*{values:fragment}*/
  FROM experiment_unit_amount
  WHERE experiment_unit_amount.experiment = CAST($1 AS VARCHAR)
    AND experiment_unit_amount.block = /*{number:integer}*/
)
