-- What the days of a fact look like now.
-- params: block
INSERT INTO experiment_fact_day (experiment, block, day, facts, fingerprint)
SELECT
  staged_fact_day.experiment AS experiment,
  staged_fact_day.block AS block,
  staged_fact_day.day AS day,
  staged_fact_day.facts AS facts,
  staged_fact_day.fingerprint AS fingerprint
FROM staged_fact_day
WHERE staged_fact_day.block = CAST($1 AS BIGINT);
