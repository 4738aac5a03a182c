-- So far is the aggregate of an experiment now: the same transaction has written the rest.
-- params: experiment, reading, summing, data_through, through_day, sequence
INSERT INTO experiment_aggregate (experiment, reading, summing, data_through, through_day, sequence)
VALUES (
  CAST($1 AS VARCHAR),
  CAST($2 AS VARCHAR),
  CAST($3 AS VARCHAR),
  CAST($4 AS TIMESTAMP),
  CAST($5 AS DATE),
  CAST($6 AS BIGINT)
);
