-- What does assignment need to know of every experiment, and of which version is that? One statement sees one state.
-- params: none
SELECT
  configuration_version.version AS configuration_version,
  experiment.key AS key,
  experiment.unit AS unit,
  experiment.state AS state,
  experiment.salt AS salt,
  experiment.sticky AS sticky,
  experiment.bucket_version AS bucket_version,
  experiment.min_bucket_version AS min_bucket_version,
  experiment.fallback_attribute AS fallback_attribute,
  experiment.variants AS variants,
  experiment.coverage AS coverage,
  experiment.baseline AS baseline,
  experiment.decided_variant AS decided_variant,
  experiment.hash_version AS hash_version,
  experiment.layer AS layer,
  experiment.forced AS forced,
  experiment.qa AS qa,
  experiment.holdout IS NOT NULL AS holdout,
  coalesce(
    (
      SELECT
        jsonb_agg(
          jsonb_build_object(
            'key', experiment_holdout.holdout_key,
            'salt', experiment_holdout.salt,
            'share', experiment_holdout.share
          )
          ORDER BY experiment_holdout.holdout_key COLLATE "C" ASC
        )
      FROM experiment_holdout
      WHERE experiment_holdout.experiment_key = experiment.key
    ),
    '[]'::JSONB
  ) AS holdouts,
  experiment.version AS version
FROM configuration_version
LEFT JOIN experiment ON TRUE
ORDER BY experiment.key COLLATE "C" ASC;
