-- Part of insert_sums: one line of the readout.
-- params: experiment
SELECT
  CAST($1 AS VARCHAR) AS experiment,
  /*{line:integer}*/ AS line,
  summed.variant AS variant,
  summed.phase AS phase,
  summed.cohort_day AS cohort_day,
  /*{sign:integer}*/ * summed.units AS units,
/*{sums:fragment}*/
FROM summed
