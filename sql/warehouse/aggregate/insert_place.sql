-- Where it is what a line is made of.
-- params: experiment, line, is_denominator, is_before, block, place, sign
INSERT INTO experiment_place (experiment, line, is_denominator, is_before, block, place, sign)
VALUES (
  CAST($1 AS VARCHAR),
  CAST($2 AS BIGINT),
  CAST($3 AS BOOLEAN),
  CAST($4 AS BOOLEAN),
  CAST($5 AS BIGINT),
  CAST($6 AS BIGINT),
  CAST($7 AS BIGINT)
);
