-- Which files of its units were asked for of an experiment, the latest first? With an id, that one of whichever experiment.
-- params: experiment_key, id, row_limit
SELECT
  unit_export.id AS id,
  unit_export.experiment_key AS experiment_key,
  unit_export.job_id AS job_id,
  unit_export.asked_by AS asked_by,
  unit_export.asked_at AS asked_at,
  unit_export.objects AS objects,
  unit_export.row_count AS row_count,
  unit_export.unit_count AS unit_count,
  unit_export.bytes AS bytes,
  unit_export.data_through AS data_through,
  unit_export.finished_at AS finished_at,
  -- Its own job says why there is no file: one that is tried again has not failed.
  CASE job.state
    WHEN 'cancelled' THEN 'It was cancelled.'
    WHEN 'failed' THEN job.error
  END AS error
FROM unit_export
LEFT JOIN job ON unit_export.job_id = job.id
WHERE CASE
  WHEN $2::UUID IS NULL THEN unit_export.experiment_key = $1
  ELSE unit_export.id = $2
END
ORDER BY
  unit_export.asked_at DESC,
  unit_export.id DESC
LIMIT $3;
