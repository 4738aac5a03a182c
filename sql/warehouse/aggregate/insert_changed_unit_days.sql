-- What was read anew.
-- params: none
INSERT INTO experiment_unit_amount (
  experiment, block, day, unit_number,
  value_1, value_2, value_3, value_4, value_5, value_6, value_7, value_8, value_9, value_10, value_11, value_12,
  value_13, value_14, value_15, value_16
)
SELECT
  staged_unit_amount.experiment AS experiment,
  staged_unit_amount.block AS block,
  staged_unit_amount.day AS day,
  staged_unit_amount.unit_number AS unit_number,
  staged_unit_amount.value_1 AS value_1,
  staged_unit_amount.value_2 AS value_2,
  staged_unit_amount.value_3 AS value_3,
  staged_unit_amount.value_4 AS value_4,
  staged_unit_amount.value_5 AS value_5,
  staged_unit_amount.value_6 AS value_6,
  staged_unit_amount.value_7 AS value_7,
  staged_unit_amount.value_8 AS value_8,
  staged_unit_amount.value_9 AS value_9,
  staged_unit_amount.value_10 AS value_10,
  staged_unit_amount.value_11 AS value_11,
  staged_unit_amount.value_12 AS value_12,
  staged_unit_amount.value_13 AS value_13,
  staged_unit_amount.value_14 AS value_14,
  staged_unit_amount.value_15 AS value_15,
  staged_unit_amount.value_16 AS value_16
FROM staged_unit_amount;
