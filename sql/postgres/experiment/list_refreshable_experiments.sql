-- Whose numbers still change: those that enrol, and those with a window that may still be open, some days of slack included?
-- params: now, slack_days
WITH longest AS (
  SELECT
    experiment.key AS key,
    max(
      greatest(
        CAST(metric_version.definition ->> 'window_days' AS INTEGER),
        CASE
          WHEN metric_version.definition -> 'readings' ? 'net_of_fraud'
          THEN CAST(metric_version.definition ->> 'act_days' AS INTEGER)
            + CAST(metric_version.definition ->> 'fraud_days' AS INTEGER)
        END
      )
    ) AS days
  FROM experiment
  CROSS JOIN LATERAL jsonb_array_elements(experiment.pinned_metrics) AS pinned (metric)
  INNER JOIN metric_version ON metric_version.metric_key = pinned.metric ->> 'metric'
    AND metric_version.version = CAST(pinned.metric ->> 'version' AS INTEGER)
  GROUP BY experiment.key
)
SELECT experiment.key AS key
FROM experiment
LEFT JOIN longest ON experiment.key = longest.key
WHERE experiment.state <> 'draft'
  AND (
    experiment.enrolment_closed_at IS NULL
    OR experiment.enrolment_closed_at + make_interval(days => coalesce(longest.days, 0) + $2::INTEGER) > $1::TIMESTAMPTZ
  )
ORDER BY experiment.key COLLATE "C" ASC;
