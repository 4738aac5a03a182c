-- What was read anew.
-- params: none
INSERT INTO experiment_unit_day (
  experiment, block, day, unit_number, is_before,
  value_1, value_2, value_3, value_4, value_5, value_6, value_7, value_8, value_9, value_10, value_11, value_12
)
SELECT
  staged_unit_day.experiment AS experiment,
  staged_unit_day.block AS block,
  staged_unit_day.day AS day,
  staged_unit_day.unit_number AS unit_number,
  staged_unit_day.is_before AS is_before,
  staged_unit_day.value_1 AS value_1,
  staged_unit_day.value_2 AS value_2,
  staged_unit_day.value_3 AS value_3,
  staged_unit_day.value_4 AS value_4,
  staged_unit_day.value_5 AS value_5,
  staged_unit_day.value_6 AS value_6,
  staged_unit_day.value_7 AS value_7,
  staged_unit_day.value_8 AS value_8,
  staged_unit_day.value_9 AS value_9,
  staged_unit_day.value_10 AS value_10,
  staged_unit_day.value_11 AS value_11,
  staged_unit_day.value_12 AS value_12
FROM staged_unit_day;
