-- Where it is what a line is made of.
-- params: experiment, line, is_denominator, block, place, sign
INSERT INTO experiment_component (experiment, line, is_denominator, block, place, sign)
VALUES (
  CAST($1 AS VARCHAR),
  CAST($2 AS BIGINT),
  CAST($3 AS BOOLEAN),
  CAST($4 AS BIGINT),
  CAST($5 AS BIGINT),
  CAST($6 AS BIGINT)
);
