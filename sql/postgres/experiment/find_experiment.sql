-- What is this experiment, and when was it paused?
-- params: key
WITH pause AS (
  SELECT
    experiment_pause.experiment_key AS experiment_key,
    jsonb_agg(
      jsonb_build_object('from', experiment_pause.paused_at, 'until', experiment_pause.resumed_at)
      ORDER BY experiment_pause.paused_at ASC
    ) AS pauses
  FROM experiment_pause
  WHERE experiment_pause.experiment_key = $1
  GROUP BY experiment_pause.experiment_key
)
SELECT
  experiment.key AS key,
  experiment.state AS state,
  experiment.version AS version,
  experiment.hypothesis AS hypothesis,
  experiment.unit AS unit,
  experiment.variants AS variants,
  experiment.baseline AS baseline,
  experiment.coverage AS coverage,
  experiment.salt AS salt,
  experiment.sticky AS sticky,
  experiment.bucket_version AS bucket_version,
  experiment.min_bucket_version AS min_bucket_version,
  experiment.fallback_attribute AS fallback_attribute,
  experiment.reweighted_at AS reweighted_at,
  experiment.rebucketed_at AS rebucketed_at,
  (
    SELECT
      coalesce(
        jsonb_agg(
          jsonb_build_object(
            'from', experiment_phase.began_at,
            'why', experiment_phase.why,
            'flag', nullif(experiment_phase.flag, ''),
            'weights_before', experiment_phase.weights_before,
            'weights', experiment_phase.weights
          )
          ORDER BY experiment_phase.began_at ASC, experiment_phase.why DESC, experiment_phase.flag COLLATE "C" ASC
        ),
        '[]'::JSONB
      ) AS changes
    FROM experiment_phase
    WHERE experiment_phase.experiment_key = experiment.key
  ) AS phase_changes,
  experiment.metrics AS metrics,
  experiment.pinned_metrics AS pinned_metrics,
  experiment.exclusions AS exclusions,
  experiment.pinned_exclusions AS pinned_exclusions,
  experiment.reporting_zone AS reporting_zone,
  experiment.plan AS plan,
  experiment.layer AS layer,
  experiment.forced AS forced,
  experiment.qa AS qa,
  experiment.holdout AS holdout,
  ARRAY(
    SELECT experiment_holdout.holdout_key
    FROM experiment_holdout
    WHERE experiment_holdout.experiment_key = experiment.key
    ORDER BY experiment_holdout.holdout_key COLLATE "C" ASC
  ) AS holdouts,
  experiment.decided_variant AS decided_variant,
  experiment.created_at AS created_at,
  experiment.created_by AS created_by,
  experiment.started_at AS started_at,
  experiment.enrolment_closed_at AS enrolment_closed_at,
  experiment.stopped_at AS stopped_at,
  experiment.decided_at AS decided_at,
  coalesce(pause.pauses, '[]'::JSONB) AS pauses
FROM experiment
LEFT JOIN pause ON pause.experiment_key = experiment.key
WHERE experiment.key = $1;
