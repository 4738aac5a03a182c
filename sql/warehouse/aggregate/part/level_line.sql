-- Part of list_level_sums: one line of the readout.
-- params: none
SELECT
  /*{line:integer}*/ AS line,
  summed.kind AS kind,
  summed.level AS level,
  summed.variant AS variant,
  summed.phase AS phase,
  summed.cohort_day AS cohort_day,
  summed.units AS units,
/*{sums:fragment}*/
FROM summed
