-- Until when the days of a fact are together.
-- params: experiment, block, merged_through
INSERT INTO experiment_block (experiment, block, merged_through)
VALUES (CAST($1 AS VARCHAR), CAST($2 AS BIGINT), CAST($3 AS DATE));
