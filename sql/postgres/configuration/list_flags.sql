-- What do flags need to be evaluated, and of which version of the configuration is that? One statement sees one state.
-- params: none
WITH held AS (
  SELECT
    named.flag_key AS flag_key,
    jsonb_agg(
      jsonb_build_object(
        'key', experiment.key,
        'unit', experiment.unit,
        'salt', experiment.salt,
        'share', experiment.variants -> 0 -> 'weight'
      )
      ORDER BY experiment.key COLLATE "C" ASC
    ) AS holdouts
  FROM experiment
  CROSS JOIN jsonb_array_elements_text(experiment.holdout -> 'flags') AS named (flag_key)
  WHERE experiment.state IN ('running', 'closed')
  GROUP BY named.flag_key
),
published AS (
  SELECT
    jsonb_agg(
      jsonb_build_object(
        'key', flag.key,
        'type', flag.type,
        'content', flag.published,
        'holdouts', coalesce(held.holdouts, '[]'::JSONB)
      )
      ORDER BY flag.key COLLATE "C" ASC
    ) AS flags
  FROM flag
  LEFT JOIN held ON held.flag_key = flag.key
  WHERE flag.published IS NOT NULL
),
grouped AS (
  SELECT
    jsonb_agg(
      jsonb_build_object(
        'key', saved_group.key,
        'attribute', saved_group.attribute,
        'values', saved_group.values,
        'condition', saved_group.condition
      )
      ORDER BY saved_group.key COLLATE "C" ASC
    ) AS groups
  FROM saved_group
)
SELECT
  configuration_version.version AS configuration_version,
  configuration_version.changed_at AS changed_at,
  coalesce(published.flags, '[]'::JSONB) AS flags,
  coalesce(grouped.groups, '[]'::JSONB) AS groups
FROM configuration_version
CROSS JOIN published
CROSS JOIN grouped;
