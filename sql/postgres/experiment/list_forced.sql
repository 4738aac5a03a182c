-- On which units was a variant of an experiment ever forced, and since when?
-- params: experiment_key
SELECT
  forced.unit AS unit,
  min(experiment_change.at) AS since
FROM experiment_change
CROSS JOIN LATERAL jsonb_object_keys(experiment_change.after -> 'forced') AS forced (unit)
WHERE experiment_change.experiment_key = $1
  AND experiment_change.action = 'force'
GROUP BY forced.unit
ORDER BY
  since ASC,
  unit ASC
LIMIT 10000;
