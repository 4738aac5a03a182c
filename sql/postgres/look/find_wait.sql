-- Which look of an experiment waits, since when, until when and for what?
-- params: experiment_key
SELECT
  look_wait.cut AS cut,
  look_wait.since AS since,
  look_wait.until AS until,
  look_wait.tables AS tables
FROM look_wait
WHERE look_wait.experiment_key = $1;
