-- What was asked of an experiment, the latest first; with an id, that one of whichever experiment.
-- params: experiment_key, id, row_limit
SELECT
  experiment_breakdown.id AS id,
  experiment_breakdown.experiment_key AS experiment_key,
  experiment_breakdown.fact_key AS fact_key,
  experiment_breakdown.fact_version AS fact_version,
  experiment_breakdown.column_name AS column_name,
  experiment_breakdown.job_id AS job_id,
  experiment_breakdown.asked_by AS asked_by,
  experiment_breakdown.asked_at AS asked_at,
  experiment_breakdown.lines AS lines,
  experiment_breakdown.data_through AS data_through,
  experiment_breakdown.engine AS engine,
  experiment_breakdown.commit AS commit,
  experiment_breakdown.query_hash AS query_hash,
  experiment_breakdown.parameters AS parameters,
  experiment_breakdown.answered_at AS answered_at,
  -- A job that was cancelled, or gave up, wrote nothing here.
  coalesce(
    experiment_breakdown.error,
    CASE job.state
      WHEN 'cancelled' THEN 'It was cancelled.'
      WHEN 'failed' THEN job.error
    END
  ) AS error
FROM experiment_breakdown
LEFT JOIN job ON experiment_breakdown.job_id = job.id
WHERE CASE
  WHEN $2::UUID IS NULL THEN experiment_breakdown.experiment_key = $1
  ELSE experiment_breakdown.id = $2
END
ORDER BY
  experiment_breakdown.asked_at DESC,
  experiment_breakdown.id DESC
LIMIT $3;
