-- The days of a fact are together until an earlier one from now on.
-- params: experiment, block, merged_through
UPDATE experiment_block
SET merged_through = CAST($3 AS DATE)
WHERE experiment_block.experiment = CAST($1 AS VARCHAR)
  AND experiment_block.block = CAST($2 AS BIGINT);
