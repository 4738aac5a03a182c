-- A line of an experiment's results.
-- params: experiment, line, metric, version, reading, window_days, cap, is_ratio, has_covariate
INSERT INTO experiment_line (
  experiment, line, metric, version, reading, window_days, cap, is_ratio, has_covariate
)
VALUES (
  CAST($1 AS VARCHAR),
  CAST($2 AS BIGINT),
  CAST($3 AS VARCHAR),
  CAST($4 AS BIGINT),
  CAST($5 AS VARCHAR),
  CAST($6 AS BIGINT),
  CAST($7 AS DECIMAL(38, 0)),
  CAST($8 AS BOOLEAN),
  CAST($9 AS BOOLEAN)
);
