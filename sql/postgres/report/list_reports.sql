-- The latest reports; with an id, that one.
-- params: id, row_limit
SELECT
  report.id AS id,
  report.request AS request,
  report.job_id AS job_id,
  report.hash AS hash,
  report.engine AS engine,
  report.columns AS columns,
  report.row_count AS row_count,
  report.object AS object,
  report.warnings AS warnings,
  -- A job that was cancelled, or gave up, wrote nothing here.
  coalesce(
    report.error,
    CASE job.state
      WHEN 'cancelled' THEN 'It was cancelled.'
      WHEN 'failed' THEN job.error
    END
  ) AS error,
  report.asked_by AS asked_by,
  report.asked_at AS asked_at,
  report.answered_at AS answered_at
FROM report
LEFT JOIN job ON report.job_id = job.id
WHERE $1::UUID IS NULL
  OR report.id = $1::UUID
ORDER BY
  report.asked_at DESC,
  report.id DESC
LIMIT $2;
